package io.durablestatus.localruntime.redis;

import io.durablestatus.localruntime.process.ProcessRecord;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One redis-server process, from its first line to its last. */
final class RedisServer {
    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);

    /** How often a free port may be lost to another process between finding and binding it. */
    private static final int PORT_RACES = 5;

    private static final String RECORD = "redis-server.process";
    private static final String UP = "Ready to accept connections";
    private static final String PORT_IN_USE = "Address already in use";

    private final Process process;
    private final int port;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Returns once the server accepts connections.
     *
     * @throws IOException if this binary does not run here; the message is the reason
     * @throws StartFailure if the port is in use
     */
    static RedisServer start(Path binary, int port, Path dataDir) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(binary, port == 0 ? freePort() : port, dataDir);
            } catch (StartFailure portInUse) {
                if (port != 0 || attempt == PORT_RACES) {
                    throw portInUse;
                }
            }
        }
    }

    private static RedisServer startOnce(Path binary, int port, Path dataDir) throws IOException {
        Process process = new ProcessBuilder(command(binary, port))
                .directory(dataDir.toFile())
                .redirectErrorStream(true)
                .start();
        // why: a signal may come before anybody holds this server.
        Thread lastResort = new Thread(() -> ProcessRecord.end(process.toHandle()), "redis-end");
        try {
            Runtime.getRuntime().addShutdownHook(lastResort);
            Files.writeString(
                    dataDir.resolve(RECORD),
                    ProcessRecord.of("redis-server", process.toHandle()).line());
            return awaitUp(process, binary, port);
        } catch (IOException | RuntimeException e) {
            ProcessRecord.end(process.toHandle());
            throw e;
        }
    }

    private static RedisServer awaitUp(Process process, Path binary, int port) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(PORT_IN_USE)) {
                throw new StartFailure(
                        "Redis: port " + port + " is in use. Stop what uses it, or choose another port.");
            }
            if (line.contains(UP)) {
                logOutput(output, process.pid());
                return new RedisServer(process, port);
            }
        }
        throw new IOException(
                binary + " ended at once: " + (lines.isEmpty() ? "no output" : lines.get(lines.size() - 1)));
    }

    /**
     * why: no snapshots, the append-only file has everything. Written before each answer, synced once a second: a kill
     * of the process loses nothing, only a power cut may lose that second.
     */
    private static List<String> command(Path binary, int port) {
        return List.of(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--daemonize",
                "no");
    }

    /** Ends what a killed command left running in this folder: it holds the port and the files. */
    static void endLeftover(Path dataDir) throws IOException {
        Path record = dataDir.resolve(RECORD);
        if (Files.exists(record)) {
            ProcessRecord.parse(Files.readString(record))
                    .filter(ProcessRecord::end)
                    .ifPresent(ended -> LOG.info("Ended redis-server {}, left over by a killed run", ended.pid()));
            Files.delete(record);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** why: a pipe nobody reads fills up and stops the server. */
    private static void logOutput(BufferedReader output, long pid) {
        Thread reader = new Thread(
                () -> {
                    try (output) {
                        for (String line = output.readLine(); line != null; line = output.readLine()) {
                            LOG.debug("{}", line);
                        }
                    } catch (IOException | UncheckedIOException e) {
                        LOG.debug("The output of redis-server {} ended", pid, e);
                    }
                },
                "redis-output");
        reader.setDaemon(true);
        reader.start();
    }

    int port() {
        return port;
    }

    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Returns once the process is gone. */
    void stop() {
        ProcessRecord.end(process.toHandle());
    }
}
