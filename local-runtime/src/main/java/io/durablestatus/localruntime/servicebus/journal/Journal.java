package io.durablestatus.localruntime.servicebus.journal;

import io.durablestatus.localruntime.process.FolderLock;
import io.durablestatus.localruntime.process.StartFailure;
import io.durablestatus.localruntime.servicebus.queue.Change;
import io.durablestatus.localruntime.servicebus.queue.ChangeLog;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of changes in a file. Changes appended together are one record: after a crash all of them are there or none.
 * {@link #commit} writes everything appended since the last commit in one write, so that a killed process loses nothing
 * committed; with fsync on, neither does a machine that loses power.
 */
public final class Journal implements ChangeLog, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String FILE = "queues.journal";
    private static final int REWRITE_CHUNK_BYTES = 1 << 20;

    private final Path folder;
    private final boolean fsync;
    private final long compactFromBytes;
    private final FolderLock lock;
    private FileChannel channel;
    private final Pending pending = new Pending();
    private long committed;
    private long sizeAfterCompaction;
    private long damagedRecords;
    private long tornBytes;

    private Journal(Path folder, boolean fsync, long compactFromBytes, FolderLock lock) throws IOException {
        this.folder = folder;
        this.fsync = fsync;
        this.compactFromBytes = compactFromBytes;
        this.lock = lock;
        this.channel = openFile(file());
    }

    /**
     * Opens or makes the journal of a folder.
     *
     * @param compactFromBytes a smaller file is never rewritten
     * @throws IOException with a message for the user, such as that another process holds the folder
     */
    public static Journal open(Path folder, boolean fsync, long compactFromBytes) throws IOException {
        FolderLock lock = lock(folder);
        try {
            return new Journal(folder, fsync, compactFromBytes, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static FolderLock lock(Path folder) throws IOException {
        try {
            return FolderLock.take(folder);
        } catch (StartFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Hands out the changes of all intact records and cuts off a torn tail. Damage is logged with what it cost; the
     * file as it was found is kept beside the journal.
     *
     * @throws UncheckedIOException when the file cannot be read
     */
    @Override
    public void replay(Consumer<Change> consumer) {
        pending.clear();
        try {
            JournalReader.Found found = JournalReader.read(channel, record -> {
                try {
                    ChangeCodec.read(record).forEach(consumer);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            report(found);
            channel.truncate(found.end());
            channel.position(found.end());
            committed = found.end();
            sizeAfterCompaction = 0;
            damagedRecords = found.damagedRecords();
            tornBytes = found.tornBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void append(List<Change> changes) {
        pending.add(changes);
    }

    /**
     * Writes what was appended. When it fails nothing of it may be acknowledged, and the owner must {@link #replay}
     * into a new state, because its own is ahead of the file.
     */
    public void commit() throws IOException {
        if (pending.size() == 0) {
            return;
        }
        ByteBuffer bytes = pending.bytes();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (fsync) {
            channel.force(false);
        }
        committed = channel.position();
        pending.clear();
    }

    /** Cuts off what a failed commit left behind. */
    public void rollBack() throws IOException {
        channel.truncate(committed);
        channel.position(committed);
    }

    /**
     * Rewrites the file when more than half of it is dead. When that fails, for want of space, the file stays as it is
     * and the next try waits until it has doubled.
     *
     * @param liveBytes about what a snapshot takes
     * @param snapshot changes that make up the present state; read at once
     */
    public void compactIfWorthIt(long liveBytes, Supplier<Stream<Change>> snapshot) {
        long threshold = 2 * Math.max(liveBytes, sizeAfterCompaction);
        if (committed < compactFromBytes || committed < threshold) {
            return;
        }
        long before = committed;
        Path fresh = folder.resolve(FILE + ".new");
        try {
            FileChannel old = channel;
            channel = rewritten(fresh, snapshot.get());
            committed = channel.position();
            old.close();
            LOG.info("journal rewritten: {} bytes of {} were live", committed, before);
        } catch (IOException e) {
            LOG.warn("{} of {} bytes could not be rewritten and stays as it is: {}", file(), before, e.getMessage());
        }
        sizeAfterCompaction = committed;
    }

    /** A channel to the new file, at its end and in the place of the old one. */
    private FileChannel rewritten(Path fresh, Stream<Change> snapshot) throws IOException {
        Files.deleteIfExists(fresh);
        FileChannel target = openFile(fresh);
        try {
            rewrite(target, snapshot);
            target.force(true);
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            try (target) {
                Files.deleteIfExists(fresh);
            } catch (IOException deleting) {
                e.addSuppressed(deleting);
            }
            throw e;
        }
    }

    public long sizeBytes() {
        return committed;
    }

    /** Records that were not intact when the journal was read last. */
    public long damagedRecords() {
        return damagedRecords;
    }

    /** What was cut off the end when the journal was read last. */
    public long tornBytes() {
        return tornBytes;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
        }
    }

    private static void rewrite(FileChannel target, Stream<Change> snapshot) throws IOException {
        Pending chunk = new Pending();
        Iterator<Change> changes = snapshot.iterator();
        while (changes.hasNext()) {
            chunk.add(List.of(changes.next()));
            if (chunk.size() >= REWRITE_CHUNK_BYTES || !changes.hasNext()) {
                ByteBuffer bytes = chunk.bytes();
                while (bytes.hasRemaining()) {
                    target.write(bytes);
                }
                chunk.clear();
            }
        }
    }

    private void report(JournalReader.Found found) throws IOException {
        if (found.tornBytes() > 0) {
            LOG.warn("{}: {} bytes at the end are no whole record and are cut off", file(), found.tornBytes());
        }
        if (found.damagedRecords() > 0) {
            Path copy = folder.resolve(FILE + ".damaged");
            Files.copy(file(), copy, StandardCopyOption.REPLACE_EXISTING);
            LOG.error(
                    "{}: {} damaged records were left out, {} intact ones read; the file as found is kept as {}",
                    file(),
                    found.damagedRecords(),
                    found.records(),
                    copy);
        }
    }

    private Path file() {
        return folder.resolve(FILE);
    }

    private static FileChannel openFile(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Records on their way to the file. */
    private static final class Pending extends ByteArrayOutputStream {
        private static final byte[] HEADER = new byte[RecordFrame.HEADER_BYTES];
        private static final int KEPT_BYTES = 4 << 20;

        void add(List<Change> changes) {
            int start = count;
            writeBytes(HEADER);
            try {
                ChangeCodec.write(changes, new DataOutputStream(this));
            } catch (IOException e) {
                // why: only a text over 64 KB gets here; ids are checked at the door, this is a bug.
                count = start;
                throw new UncheckedIOException(e);
            }
            RecordFrame.seal(buf, start, count);
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(buf, 0, count);
        }

        void clear() {
            if (buf.length > KEPT_BYTES) {
                buf = new byte[KEPT_BYTES / 2];
            }
            count = 0;
        }
    }
}
