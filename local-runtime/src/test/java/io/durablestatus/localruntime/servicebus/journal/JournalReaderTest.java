package io.durablestatus.localruntime.servicebus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.localruntime.servicebus.queue.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two laws of a journal, at every byte: of a torn end, and of a flipped bit. */
class JournalReaderTest {
    private static final int TAIL_BYTES = 4096;

    @TempDir
    private Path folder;

    @Test
    void a_journal_cut_at_any_byte_keeps_every_record_in_front_of_the_cut() throws IOException {
        List<Long> ends = writeRecords(150);
        try (FileChannel channel = openFile()) {
            long whole = channel.size();
            assertThat(whole).isGreaterThan(TAIL_BYTES);
            for (long cut = whole; cut >= whole - TAIL_BYTES; cut--) {
                channel.truncate(cut);
                long length = cut;
                long kept = ends.stream().filter(end -> end <= length).count();

                List<Long> numbers = new ArrayList<>();
                JournalReader.Found found = JournalReader.read(channel, record -> numbers.add(number(record)));

                assertThat(numbers).as("cut at %d", cut).isEqualTo(upTo(kept));
                assertThat(found.end()).as("cut at %d", cut).isEqualTo(ends.get((int) kept - 1));
                assertThat(found.tornBytes()).as("cut at %d", cut).isEqualTo(cut - found.end());
                assertThat(found.damagedRecords()).as("cut at %d", cut).isZero();
            }
        }
    }

    @Test
    void a_flipped_bit_costs_its_record_only_and_is_reported() throws IOException {
        int records = 20;
        List<Long> ends = writeRecords(records);
        try (FileChannel channel = openFile()) {
            byte[] whole = Files.readAllBytes(folder.resolve("queues.journal"));
            for (int at = 0; at < whole.length; at++) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (whole[at] ^ (1 << (at % 8)))}), at);
                long position = at;
                long hit = 1 + ends.stream().filter(end -> end <= position).count();

                List<Long> numbers = new ArrayList<>();
                JournalReader.Found found = JournalReader.read(channel, record -> numbers.add(number(record)));

                List<Long> others = upTo(records);
                others.remove(hit);
                assertThat(numbers).as("bit flipped at %d", at).isEqualTo(others);
                // why: a damaged header at the very end looks like a record that was never written in whole.
                assertThat(found.damagedRecords() == 1 ^ found.tornBytes() > 0)
                        .as("bit flipped at %d is reported: %s", at, found)
                        .isTrue();
                channel.write(ByteBuffer.wrap(whole, at, 1), at);
            }
        }
    }

    private FileChannel openFile() throws IOException {
        return FileChannel.open(folder.resolve("queues.journal"), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Records 1 to {@code count}; answers where each ends. */
    private List<Long> writeRecords(int count) throws IOException {
        List<Long> ends = new ArrayList<>();
        try (Journal journal = Journal.open(folder, false, Long.MAX_VALUE)) {
            for (int i = 1; i <= count; i++) {
                journal.append(List.of(new Change.Removed("a-queue", i)));
                journal.commit();
                ends.add(journal.sizeBytes());
            }
        }
        return ends;
    }

    private static Long number(byte[] record) {
        try {
            return ((Change.Removed) ChangeCodec.read(record).get(0)).sequenceNumber();
        } catch (IOException e) {
            throw new AssertionError("a served record cannot be read", e);
        }
    }

    private static List<Long> upTo(long last) {
        return new ArrayList<>(LongStream.rangeClosed(1, last).boxed().toList());
    }
}
