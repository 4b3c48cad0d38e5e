package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.ProcessRecord;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The file that names the launcher's processes, one {@link ProcessRecord} a line, so that the next launcher ends what a
 * killed one left running. Only used under the data folder's lock.
 */
final class RunningProcesses {
    private final Path file;

    RunningProcesses(Path folder) {
        this.file = folder.resolve("processes");
    }

    /** Ends, last started first, what still runs of an earlier launcher. Returns what it ended. */
    List<ProcessRecord> endLeftovers() {
        try {
            List<ProcessRecord> leftovers = new ArrayList<>();
            if (Files.exists(file)) {
                Files.readAllLines(file).stream()
                        .map(ProcessRecord::parse)
                        .flatMap(Optional::stream)
                        .forEach(leftovers::add);
            }
            Collections.reverse(leftovers);
            leftovers.removeIf(leftover -> !leftover.end());
            forget();
            return leftovers;
        } catch (IOException e) {
            throw new StartFailure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    void add(String name, ProcessHandle process) {
        try {
            Files.writeString(
                    file,
                    ProcessRecord.of(name, process).line() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StartFailure("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }
}
