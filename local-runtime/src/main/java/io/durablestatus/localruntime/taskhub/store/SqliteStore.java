package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.store.GroupCommit.SessionOpener;
import io.durablestatus.localruntime.taskhub.store.SqliteSession.StoreFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A task hub in one SQLite file, in WAL mode: a committed transaction survives a kill of the process. With {@code
 * synchronous=NORMAL} a power cut may take back the last commits, but never damages the file.
 */
public final class SqliteStore implements Store {
    private static final int READERS = 4;

    private final GroupCommit commits;
    private final BlockingQueue<SqliteSession> readers = new ArrayBlockingQueue<>(READERS);
    private final AutoCloseable folder;
    private volatile boolean closed;

    private SqliteStore(Path file, SessionOpener opener, AutoCloseable folder) throws SQLException {
        this.folder = folder;
        try (SqliteSession session = opener.open()) {
            int version = Schema.versionOf(session.connection());
            if (version > Schema.VERSION) {
                throw new TaskHubException(
                        Reason.INVALID,
                        "%s has schema %d, written by a newer version; this one knows up to %d. Use the newer version or another data folder."
                                .formatted(file, version, Schema.VERSION));
            }
            Schema.migrate(session.connection());
        }
        this.commits = new GroupCommit(opener);
        for (int i = 0; i < READERS; i++) {
            readers.add(opener.open());
        }
    }

    /**
     * Opens the hub {@code name} kept in {@code folder} and locks the folder against a second process.
     *
     * @throws TaskHubException {@code UNAVAILABLE} when the folder is in use or not writable, {@code INVALID} when the
     *     file is none of ours or has a newer schema
     */
    public static SqliteStore open(Path folder, String name) {
        FolderLock lock = FolderLock.take(folder, name);
        try {
            return open(folder, name, lock, file -> new SqliteSession(file, SynchronousMode.NORMAL));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
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
                    Reason.INVALID, "%s cannot be opened as a task hub: %s".formatted(file, e.getMessage()), e);
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
        SqliteSession session = borrow();
        try {
            if (closed) {
                throw new TaskHubException(Reason.UNAVAILABLE, "The task hub is closed.");
            }
            return work.apply(new SqliteReader(session));
        } catch (StoreFailure e) {
            throw new TaskHubException(Reason.UNAVAILABLE, "The task hub cannot be read: " + e.getMessage(), e);
        } finally {
            readers.add(session);
        }
    }

    private SqliteSession borrow() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return readers.take();
                } catch (InterruptedException e) {
                    // why: a read takes microseconds; the caller sees its interrupt right after it.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        if (!commits.close()) {
            return;
        }
        try {
            List<SqliteSession> idle = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                idle.add(borrow());
            }
            closed = true;
            for (SqliteSession session : idle) {
                session.close();
            }
            // why: whoever waits for one, or comes later, is told so and does not wait for ever.
            readers.addAll(idle);
            folder.close();
        } catch (Exception e) {
            throw new TaskHubException(Reason.UNAVAILABLE, "The task hub did not close: " + e.getMessage(), e);
        }
    }
}
