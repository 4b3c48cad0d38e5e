package io.durablestatus.localruntime.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a folder to one holder. The operating system gives the lock back when its process dies, however it dies. */
public final class FolderLock implements AutoCloseable {
    /**
     * why: a process that opens a file which it has locked, and closes it again, has lost its lock on Linux; so a second
     * one in this process must not get as far as that.
     */
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Makes the folder if need be and locks it.
     *
     * @throws StartFailure if this process or another one holds it, or it cannot be written
     */
    public static FolderLock take(Path folder) {
        Path real;
        try {
            real = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        if (!HELD_BY_THIS_PROCESS.add(real)) {
            throw inUse(folder);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new FolderLock(real, channel);
            }
        } catch (IOException e) {
            release(real, channel);
            throw unusable(folder, e);
        }
        release(real, channel);
        throw inUse(folder);
    }

    private static StartFailure inUse(Path folder) {
        return new StartFailure("The folder " + folder
                + " is in use by another process of the local runtime. Stop that one, or choose another folder.");
    }

    private static StartFailure unusable(Path folder, IOException e) {
        return new StartFailure("The folder " + folder + " cannot be used: " + e + ". Choose another one.", e);
    }

    private static void release(Path folder, FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was written to it.
        } finally {
            HELD_BY_THIS_PROCESS.remove(folder);
        }
    }

    /** Lets go of the folder, once: closing again does not take it from whoever has it by then. */
    @Override
    public synchronized void close() {
        if (channel.isOpen()) {
            release(folder, channel);
        }
    }
}
