package io.durablestatus.localruntime.servicebus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.servicebus.queue.Change;
import io.durablestatus.localruntime.servicebus.queue.Content;
import io.durablestatus.localruntime.servicebus.queue.MessageState;
import io.durablestatus.localruntime.servicebus.queue.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long NEVER_COMPACT = Long.MAX_VALUE;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("queues.journal");
    }

    @Test
    void every_kind_of_change_comes_back_as_it_was() throws IOException {
        List<Change> changes = List.of(
                new Change.Stored("q", message(1, 10)),
                new Change.Stored(
                        "q/$deadletterqueue",
                        new StoredMessage(
                                2, MessageState.DEFERRED, 3, 4, Long.MAX_VALUE, 5, "id", "sess", "q", content(0))),
                new Change.Removed("q", 1),
                new Change.DeliveryCounted("q", 1, 7),
                new Change.StateChanged("q", 1, MessageState.SCHEDULED),
                new Change.IdSeen("q", "id", 99),
                new Change.SessionStateSet("q", "sess", content(4)),
                new Change.SessionStateSet("q", "sess", null),
                new Change.NumbersUsed("q", 1234567890123L));
        write(changes);

        assertThat(read()).usingRecursiveComparison().isEqualTo(changes);
    }

    @Test
    void what_was_not_committed_is_not_there() throws IOException {
        try (Journal journal = open()) {
            journal.append(List.of(new Change.Removed("q", 1)));
            journal.commit();
            journal.append(List.of(new Change.Removed("q", 2)));
        }

        assertThat(numbers(read())).containsExactly(1L);
    }

    @Test
    void after_a_torn_tail_new_records_follow_the_good_ones() throws IOException {
        List<Long> ends = writeRecords(3);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));

        assertThat(numbers(read())).containsExactly(1L, 2L);
        assertThat(Files.size(file)).isEqualTo(ends.get(1));
        write(List.of(new Change.Removed("q", 99)));

        assertThat(numbers(read())).containsExactly(1L, 2L, 99L);
    }

    @Test
    void a_damaged_journal_is_kept_as_it_was_found() throws IOException {
        List<Long> ends = writeRecords(3);
        byte[] damaged = Files.readAllBytes(file);
        damaged[(int) (ends.get(0) + 30)] ^= 1;
        Files.write(file, damaged);

        try (Journal journal = open()) {
            List<Change> changes = new ArrayList<>();
            journal.replay(changes::add);
            assertThat(numbers(changes)).containsExactly(1L, 3L);
            assertThat(journal.damagedRecords()).isEqualTo(1);
        }

        assertThat(folder.resolve("queues.journal.damaged")).hasBinaryContent(damaged);
    }

    @Test
    void a_file_that_is_mostly_dead_is_rewritten_with_what_is_live() throws IOException {
        try (Journal journal = Journal.open(folder, false, 10_000)) {
            for (int i = 1; i <= 100; i++) {
                journal.append(List.of(new Change.Stored("q", message(i, 200))));
                journal.append(List.of(new Change.Removed("q", i)));
            }
            journal.commit();
            journal.compactIfWorthIt(300, () -> Stream.of(new Change.NumbersUsed("q", 100)));
            assertThat(journal.sizeBytes()).isLessThan(100);
            journal.append(List.of(new Change.Removed("q", 7)));
            journal.commit();
        }

        assertThat(read())
                .usingRecursiveComparison()
                .isEqualTo(List.of(new Change.NumbersUsed("q", 100), new Change.Removed("q", 7)));
    }

    @Test
    void a_file_that_is_mostly_live_is_left_alone() throws IOException {
        try (Journal journal = Journal.open(folder, false, 1000)) {
            journal.append(List.of(new Change.Stored("q", message(1, 3000))));
            journal.commit();
            long before = journal.sizeBytes();
            journal.compactIfWorthIt(3000, () -> Stream.of(new Change.NumbersUsed("q", 1)));
            assertThat(journal.sizeBytes()).isEqualTo(before);
        }
    }

    @Test
    void a_rewrite_that_fails_leaves_the_file_as_it_is() throws IOException {
        List<Change> before = List.of(new Change.Removed("q", 1), new Change.Removed("q", 2));
        // why: a folder with something in it cannot be replaced by the new file.
        Files.createDirectories(folder.resolve("queues.journal.new/occupied"));
        try (Journal journal = Journal.open(folder, false, 1)) {
            journal.append(before);
            journal.commit();
            journal.compactIfWorthIt(1, () -> Stream.of(new Change.NumbersUsed("q", 2)));
            journal.append(List.of(new Change.Removed("q", 3)));
            journal.commit();
        }

        assertThat(numbers(read())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_half_written_rewrite_is_no_harm() throws IOException {
        writeRecords(2);
        Files.write(folder.resolve("queues.journal.new"), new byte[] {1, 2, 3});

        assertThat(numbers(read())).containsExactly(1L, 2L);
    }

    @Test
    void a_second_broker_cannot_open_the_folder() throws IOException {
        try (Journal journal = open()) {
            assertThat(journal.sizeBytes()).isZero();
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by another process of the local runtime");
        }
        open().close();
    }

    private Journal open() throws IOException {
        return Journal.open(folder, false, NEVER_COMPACT);
    }

    private void write(List<Change> changes) throws IOException {
        try (Journal journal = open()) {
            journal.replay(change -> {});
            journal.append(changes);
            journal.commit();
        }
    }

    /** Records 1 to {@code count}; answers where each ends. */
    private List<Long> writeRecords(int count) throws IOException {
        List<Long> ends = new ArrayList<>();
        try (Journal journal = open()) {
            for (int i = 1; i <= count; i++) {
                journal.append(List.of(new Change.Stored("q", message(i, 30 + i))));
                journal.commit();
                ends.add(journal.sizeBytes());
            }
        }
        return ends;
    }

    private List<Change> read() throws IOException {
        List<Change> changes = new ArrayList<>();
        try (Journal journal = open()) {
            journal.replay(changes::add);
        }
        return changes;
    }

    private static List<Long> numbers(List<Change> changes) {
        return changes.stream()
                .map(change -> change instanceof Change.Stored stored
                        ? stored.message().sequenceNumber()
                        : ((Change.Removed) change).sequenceNumber())
                .toList();
    }

    private static StoredMessage message(long number, int size) {
        return new StoredMessage(number, MessageState.ACTIVE, 0, 1, 2, 0, "id" + number, null, null, content(size));
    }

    private static Content content(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return new Content(bytes);
    }
}
