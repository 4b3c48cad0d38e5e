package io.durablestatus.localruntime.servicebus.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a journal from its start. A damaged record is skipped, counted and never handed out; reading goes on with the
 * next intact one. What follows the last record is a torn tail.
 */
final class JournalReader {
    private static final int BLOCK_BYTES = 1 << 20;

    private final FileChannel channel;
    private final long size;
    private byte[] block = new byte[0];
    private long blockStart;

    private JournalReader(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * What a reading found.
     *
     * @param records intact records
     * @param damagedRecords places in front of the end that were not intact
     * @param end where the last record with an intact header ends
     * @param tornBytes what follows the end: a record that was never written in whole, or one whose header is damaged
     */
    record Found(long records, long damagedRecords, long end, long tornBytes) {}

    static Found read(FileChannel channel, Consumer<byte[]> consumer) throws IOException {
        return new JournalReader(channel).read(consumer);
    }

    private Found read(Consumer<byte[]> consumer) throws IOException {
        long records = 0;
        long damaged = 0;
        long end = 0;
        long position = 0;
        while (position + RecordFrame.HEADER_BYTES <= size) {
            byte[] header = bytes(position, RecordFrame.HEADER_BYTES);
            int length = RecordFrame.length(header, 0);
            if (length < 0) {
                position++;
                continue;
            }
            if (position > end) {
                damaged++;
            }
            // why: an intact header is trusted, it has a checksum of its own.
            long next = position + RecordFrame.HEADER_BYTES + length;
            if (next > size) {
                end = position;
                break;
            }
            byte[] record = bytes(position + RecordFrame.HEADER_BYTES, length);
            if (RecordFrame.isIntact(header, record)) {
                consumer.accept(record);
                records++;
            } else {
                damaged++;
            }
            position = next;
            end = next;
        }
        return new Found(records, damaged, end, size - end);
    }

    private byte[] bytes(long position, int length) throws IOException {
        if (position < blockStart || position + length > blockStart + block.length) {
            load(position, Math.max(length, BLOCK_BYTES));
        }
        int from = (int) (position - blockStart);
        return Arrays.copyOfRange(block, from, from + length);
    }

    private void load(long position, int wanted) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(wanted, size - position));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the journal became shorter while it was read");
            }
        }
        block = buffer.array();
        blockStart = position;
    }
}
