package io.durablestatus.systemtests.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.durablestatus.systemtests.environment.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A started {@code all} command, and every process it was seen to start. */
final class Launcher implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

    private Launcher(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Launcher start(Path system, Path data, int webPort) {
        return start(system, data, webPort, Map.of());
    }

    static Launcher start(Path system, Path data, int webPort, Map<String, String> environment) {
        Path out = data.resolveSibling(data.getFileName() + ".out");
        Path err = data.resolveSibling(data.getFileName() + ".err");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Project.LOCAL_RUNTIME.toString(),
                        "all",
                        "--system",
                        system.toString(),
                        "--data",
                        data.toString(),
                        "--web-port",
                        Integer.toString(webPort))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        try {
            return new Launcher(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end, watching what it starts meanwhile. */
    int exitCode() {
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
            look();
            return !process.isAlive();
        });
        return process.exitValue();
    }

    /** Waits until all is up; the web app's address. */
    URI awaitReady() {
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            look();
            return !process.isAlive() || output().contains("ready all ");
        });
        String output = output();
        assertThat(output).as(errors()).contains("ready all ");
        return URI.create(output.substring(output.indexOf("ready all ") + "ready all ".length())
                .strip());
    }

    private void look() {
        process.descendants().forEach(seen::add);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it started and still runs. */
    Collection<ProcessHandle> running() {
        return started().stream().filter(ProcessHandle::isAlive).toList();
    }

    /** Everything it was seen to start; some of it, like a look at the platform, ends by itself. */
    Collection<ProcessHandle> started() {
        look();
        return List.copyOf(seen);
    }

    void assertNothingLeftRunning() {
        assertThat(started()).filteredOn(ProcessHandle::isAlive).isEmpty();
    }

    String output() {
        return read(out);
    }

    /** Standard error. */
    String errors() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        exitCode();
        started().forEach(ProcessHandle::destroyForcibly);
    }
}
