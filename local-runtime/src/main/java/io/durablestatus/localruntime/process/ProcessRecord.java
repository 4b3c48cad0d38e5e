package io.durablestatus.localruntime.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process, told from every later one with the same pid by the moment it started. One line of text: name, pid, start in
 * milliseconds since 1970.
 */
public record ProcessRecord(String name, long pid, Instant started) {
    /** why: Linux counts start times from a boot time of whole seconds, which a clock adjustment moves. */
    private static final Duration CLOCK_SHIFT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    public static ProcessRecord of(String name, ProcessHandle process) {
        return new ProcessRecord(
                name, process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** Reads back {@link #line}; empty for a line cut short by a kill. */
    public static Optional<ProcessRecord> parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4 || !words[3].equals(".")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessRecord(
                    words[0], Long.parseLong(words[1]), Instant.ofEpochMilli(Long.parseLong(words[2]))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The final dot proves that the line is whole. */
    public String line() {
        return name + " " + pid + " " + started.toEpochMilli() + " .";
    }

    /** The process, if it still runs; never another one that was given its pid. */
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> Duration.between(started, start).abs().compareTo(CLOCK_SHIFT) <= 0)
                        .isPresent());
    }

    /** Ends the process if it still runs, and returns once it is gone. True if it did run. */
    public boolean end() {
        Optional<ProcessHandle> process = running();
        process.ifPresent(ProcessRecord::end);
        return process.isPresent();
    }

    /** Asks a process to stop, waits, and kills it if it does not. Returns once it is gone. */
    public static void end(ProcessHandle process) {
        process.destroy();
        if (!gone(process)) {
            process.destroyForcibly();
            gone(process);
        }
    }

    private static boolean gone(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid(), e);
        }
    }
}
