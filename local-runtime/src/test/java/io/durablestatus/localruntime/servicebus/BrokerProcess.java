package io.durablestatus.localruntime.servicebus;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** The {@code servicebus} command as a process of its own, which can be killed. */
final class BrokerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready servicebus Endpoint=sb://localhost:(\\d+);.*");

    private final Process process;
    private final int port;

    private BrokerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new ServiceBusCommand()).execute(args));
    }

    /** Starts it with one queue of these properties, with the JVM options of the launcher, and waits until it is ready. */
    static BrokerProcess start(Path folder, String properties, int port, String... options) throws IOException {
        return start(List.of(), folder, properties, port, options);
    }

    /** Like {@link #start}, but no file of it may grow beyond so many blocks of 512 bytes: a disk that is full. */
    static BrokerProcess startOnSmallDisk(int blocks, Path folder, String... options) throws IOException {
        List<String> limit = List.of("/bin/sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh");
        return start(limit, folder, "", 0, options);
    }

    private static BrokerProcess start(
            List<String> wrapper, Path folder, String properties, int port, String... options) throws IOException {
        Path config = folder.resolve("Config.json");
        Files.writeString(config, """
                {"UserConfig": {"Namespaces": [{"Name": "ns", "Queues": [
                    {"Name": "jobs", "Properties": {%s}}]}]}}""".formatted(properties));
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                "--config",
                config.toString(),
                "--port",
                Integer.toString(port),
                "--log-level",
                "WARN"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        // why: the ready line is the only one a command may print; any other is a fault, not one to wait behind.
        String line = out.readLine();
        Matcher ready = READY.matcher(String.valueOf(line));
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new IOException("instead of a ready line the broker printed " + line);
        }
        return new BrokerProcess(process, Integer.parseInt(ready.group(1)));
    }

    int port() {
        return port;
    }

    ServiceBusClientBuilder client(Duration tryTimeout, int retries) {
        return new ServiceBusClientBuilder()
                .connectionString("Endpoint=sb://localhost:" + port
                        + ";SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true;")
                .retryOptions(new AmqpRetryOptions().setTryTimeout(tryTimeout).setMaxRetries(retries));
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
