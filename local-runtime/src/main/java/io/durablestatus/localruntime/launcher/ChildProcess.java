package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.ProcessRecord;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A process of the system and its log file. why: it writes to the file itself, not to a pipe of the launcher, so that it
 * lives on unharmed when the launcher is killed.
 */
final class ChildProcess {
    private static final int LAST_LINES = 10;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** The log of the run before is kept as {@code NAME.log.1}. */
    static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path logs) {
        Path log = logs.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(logs.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            if (Files.exists(log)) {
                Files.move(log, logs.resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new StartFailure("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What follows {@code ready NAME} in the log, once that line is whole; else null. */
    String readyAddress() {
        String mark = "ready " + name + " ";
        return wholeLines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** The first line of the log with this text in it; null while there is none. */
    String said(String text) {
        return wholeLines().filter(line -> line.contains(text)).findFirst().orElse(null);
    }

    /** why: the last line may be half written. */
    private Stream<String> wholeLines() {
        String text = text();
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    /** Completes when the process is gone. */
    CompletableFuture<ChildProcess> ended() {
        return process.onExit().thenApply(gone -> this);
    }

    /** What to tell about a process that ended by itself. */
    String epitaph() {
        List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
        Stream<String> last = lines.stream().skip(Math.max(0, lines.size() - LAST_LINES));
        return name + " ended with code " + process.exitValue() + ". The end of " + log + ":\n"
                + String.join("\n", last.map(line -> "  | " + line).toList());
    }

    /** The last thing it said, which for a command that could not start is the reason. */
    String lastLine() {
        return text().lines().filter(line -> !line.isBlank()).reduce("no output", (first, second) -> second);
    }

    Path log() {
        return log;
    }

    /** Asks it to stop, kills it if it does not, and returns once it and what it started are gone. */
    void stop() {
        List<ProcessHandle> descendants = process.descendants().toList();
        ProcessRecord.end(process.toHandle());
        descendants.forEach(ProcessRecord::end);
    }

    private String text() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
