package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.process.FolderLock;
import io.durablestatus.localruntime.process.StartFailure;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A task hub in one SQLite file, in WAL mode: a committed transaction survives a kill of the process. With {@code
 * synchronous=NORMAL} a power cut may take back the last commits, but never damages the file.
 */
public final class SqliteStore implements Store {
    private final GroupCommit commits;
    private final SqliteReads reads;
    private final AutoCloseable folder;

    private SqliteStore(Path file, SqliteSession.Opener opener, AutoCloseable folder) throws SQLException {
        this.folder = folder;
        try (SqliteSession session = opener.open()) {
            Schema.CURRENT.bring(session, file);
        }
        this.commits = new GroupCommit(opener);
        this.reads = new SqliteReads(opener);
    }

    /**
     * Opens the hub {@code name} kept in {@code folder} and locks the folder against anybody else.
     *
     * @throws TaskHubException {@code UNAVAILABLE} when the folder is in use or not writable, {@code INVALID} when the
     *     file is none of ours or has a newer schema
     */
    public static SqliteStore open(Path folder, String name) {
        FolderLock lock = lock(folder);
        try {
            return open(folder, name, lock, file -> new SqliteSession(file, SynchronousMode.NORMAL));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FolderLock lock(Path folder) {
        try {
            return FolderLock.take(folder);
        } catch (StartFailure e) {
            throw new TaskHubException(Reason.UNAVAILABLE, e.getMessage(), e);
        }
    }

    /** The same store in a temporary file that is never forced to disk and is deleted at close. */
    public static SqliteStore temporary() {
        try {
            Path folder = Files.createTempDirectory("taskhub");
            return open(folder, "memory", () -> delete(folder), file -> new SqliteSession(file, SynchronousMode.OFF));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a connection is made, for all of them. */
    @FunctionalInterface
    interface Connecting {
        SqliteSession open(Path file) throws SQLException;
    }

    /** As the others, with connections of the caller's making and without a lock. */
    static SqliteStore open(Path folder, String name, AutoCloseable atClose, Connecting connecting) {
        Path file = folder.resolve(name + ".db");
        try {
            return new SqliteStore(file, () -> connecting.open(file), atClose);
        } catch (SQLException e) {
            throw new TaskHubException(
                    SqliteSession.isTheFilesFault(e) ? Reason.INVALID : Reason.UNAVAILABLE,
                    "%s cannot be opened as a task hub: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var list = Files.list(folder)) {
            list.forEach(files::add);
        }
        files.add(folder);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public <T> T write(Function<? super WriteTransaction, T> work) {
        return commits.run(work);
    }

    @Override
    public <T> T read(Function<? super ReadTransaction, T> work) {
        return reads.run(work);
    }

    @Override
    public void close() {
        if (!commits.close()) {
            return;
        }
        reads.close();
        try {
            folder.close();
        } catch (Exception e) {
            throw new TaskHubException(Reason.UNAVAILABLE, "The task hub did not close: " + e.getMessage(), e);
        }
    }
}
