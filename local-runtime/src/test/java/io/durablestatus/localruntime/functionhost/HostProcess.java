package io.durablestatus.localruntime.functionhost;

import static org.awaitility.Awaitility.await;

import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The functionhost command in a process of its own, which a test may kill. */
final class HostProcess {
    static final String KEY = "test-key";

    private final Process process;
    private final Path out;
    private final Path err;

    private HostProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What {@code Main} does with this command. */
    public static void main(String[] args) {
        int code = new CommandLine(new FunctionHostCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof StartFailure)) {
                        throw failure;
                    }
                    command.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(args);
        System.exit(code);
    }

    static HostProcess start(Path logs, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HostProcess.class.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(logs, "host", ".out");
        Path err = Files.createTempFile(logs, "host", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("DURABLETASK_EXTENSION_KEY", KEY);
        return new HostProcess(builder.start(), out, err);
    }

    /** The address of its durable API. */
    URI ready() {
        await("ready line; stderr: " + err).atMost(Duration.ofSeconds(40)).until(() -> out().contains("\n"));
        String line = out().strip();
        if (!line.startsWith("ready functionhost http://localhost:")) {
            throw new AssertionError(line);
        }
        return URI.create(line.substring(line.lastIndexOf(' ') + 1));
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** SIGTERM; gives the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The host did not end");
        }
        return process.exitValue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
