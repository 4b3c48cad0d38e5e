package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second engine away from a hub's files: two would run the same turns. The system lets go of it on a kill. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder, String name) {
        Path file = folder.resolve(name + ".lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new TaskHubException(
                        Reason.UNAVAILABLE,
                        "The task hub in %s is in use by another process; stop it or choose another data folder."
                                .formatted(folder));
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new TaskHubException(
                    Reason.UNAVAILABLE,
                    "The data folder %s cannot be used: %s; choose one that can be written.".formatted(folder, e),
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new TaskHubException(Reason.UNAVAILABLE, "The data folder's lock was not released: " + e, e);
        }
    }
}
