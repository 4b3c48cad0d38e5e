package io.durablestatus.localruntime.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder to one process. The operating system gives the lock back when its holder dies, however it dies. */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the folder if need be and locks it.
     *
     * @throws StartFailure if another process holds it, or it cannot be written
     */
    public static FolderLock take(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // why: tryLock answers null for another process, but throws for another lock in this one.
        } catch (IOException e) {
            throw new StartFailure("The folder " + folder + " cannot be used: " + e + ". Choose another one.", e);
        }
        closeQuietly(channel);
        throw new StartFailure("The folder " + folder
                + " is in use by another process of the local runtime. Stop that one, or choose another folder.");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written to it.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
