package io.durablestatus.localruntime.servicebus.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The frame around a record: a mark, its length, the CRC32 of its bytes, and the CRC32 of these three. The header has a
 * checksum of its own so that a damaged length is told from a damaged record, and the mark lets the reader find the
 * next record behind a damaged one.
 */
final class RecordFrame {
    static final int HEADER_BYTES = 16;
    /** "DSJ1": the 1 is the version of the format. */
    private static final int MARK = 0x44534A31;

    private static final int CHECKED_HEADER_BYTES = 12;

    private RecordFrame() {}

    /** Fills in the header of the record that stands at {@code start + HEADER_BYTES} and ends at {@code end}. */
    static void seal(byte[] buffer, int start, int end) {
        int length = end - start - HEADER_BYTES;
        ByteBuffer header = ByteBuffer.wrap(buffer, start, HEADER_BYTES);
        header.putInt(MARK).putInt(length).putInt(crc(buffer, start + HEADER_BYTES, length));
        header.putInt(crc(buffer, start, CHECKED_HEADER_BYTES));
    }

    /** The length of the record behind the header at {@code offset}; -1 when no intact header is there. */
    static int length(byte[] buffer, int offset) {
        ByteBuffer header = ByteBuffer.wrap(buffer, offset, HEADER_BYTES);
        int length = header.getInt(offset + 4);
        boolean intact = header.getInt(offset) == MARK
                && length >= 0
                && header.getInt(offset + CHECKED_HEADER_BYTES) == crc(buffer, offset, CHECKED_HEADER_BYTES);
        return intact ? length : -1;
    }

    static boolean isIntact(byte[] header, byte[] record) {
        return ByteBuffer.wrap(header).getInt(8) == crc(record, 0, record.length);
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
