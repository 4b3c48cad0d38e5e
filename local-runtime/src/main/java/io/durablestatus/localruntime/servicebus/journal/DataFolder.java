package io.durablestatus.localruntime.servicebus.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The broker's folder, locked against a second broker; the operating system frees the lock of a killed process. */
final class DataFolder implements AutoCloseable {
    private final FileChannel lockFile;

    private DataFolder(FileChannel lockFile) {
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if it is missing, and locks it.
     *
     * @throws IOException with a message for the user when another broker holds it or it cannot be written
     */
    static DataFolder lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(lockFile)) {
            lockFile.close();
            throw new IOException("the data folder " + folder + " is in use by another broker;"
                    + " stop that one or name another folder with --data");
        }
        return new DataFolder(lockFile);
    }

    private static boolean tryLock(FileChannel lockFile) throws IOException {
        try {
            // why: held until the channel is closed.
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
