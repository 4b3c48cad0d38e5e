package io.durablestatus.localruntime.taskhub.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.EventRaisedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** A transaction with every kind of change in it, stopped at every point it can be stopped at. */
@Timeout(120)
class AtomicityTest {
    private static final List<String> TABLES =
            List.of("instances", "inputs", "history", "inbox", "activities", "timers");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    /** Instructions of SQLite until the statement under way is stopped with an error; negative for never. */
    private final AtomicInteger fuse = new AtomicInteger(-1);

    /** Pages the file may have. */
    private final AtomicInteger room = new AtomicInteger(1_000_000);

    @TempDir
    Path folder;

    private SqliteStore open() {
        return SqliteStore.open(folder, "hub", () -> {}, file -> {
            SqliteSession session = new SqliteSession(file, SynchronousMode.NORMAL);
            session.query("PRAGMA max_page_count = " + room.get(), row -> row.getInt(1));
            stopWhenTheFuseIsBurnt(session);
            return session;
        });
    }

    private void stopWhenTheFuseIsBurnt(SqliteSession session) throws SQLException {
        ProgressHandler.setHandler(session.connection(), 1, new ProgressHandler() {
            @Override
            protected int progress() {
                return fuse.get() >= 0 && fuse.getAndDecrement() == 0 ? 1 : 0;
            }
        });
    }

    private static StoredInstance instance(String id, String execution, int inputLength) {
        InstanceRecord state = new InstanceRecord(
                id,
                execution,
                "Any",
                OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING,
                "i".repeat(inputLength),
                "",
                null,
                null,
                NOW,
                NOW,
                null);
        return new StoredInstance(state, null, null, 1);
    }

    private static HistoryEvent event(String text) {
        return HistoryEvent.newBuilder()
                .setEventRaised(EventRaisedEvent.newBuilder().setName("e").setInput(StringValue.of(text)))
                .build();
    }

    private static boolean fill(WriteTransaction transaction) {
        for (String id : List.of("a", "b", "c")) {
            transaction.insert(instance(id, "e1", 10));
            transaction.appendHistory(id, 0, List.of(event("old")));
            transaction.post(id, "e1", event("old"));
            transaction.addActivity(new ActivityKey(id, "e1", 0), ActivityRequest.getDefaultInstance());
            transaction.addTimer(new StoredTimer(id, "e1", 1, NOW));
        }
        return true;
    }

    /** A turn that does all a turn can do, and a purge. */
    private static boolean change(WriteTransaction transaction) {
        List<Long> waiting =
                transaction.inbox("a").stream().map(InboxEvent::sequence).toList();
        transaction.consume("a", waiting);
        transaction.appendHistory("a", 1, List.of(event("h".repeat(20_000))));
        transaction.update(instance("a", "e1", 10));
        transaction.addActivity(
                new ActivityKey("a", "e1", 2),
                ActivityRequest.newBuilder()
                        .setInput(StringValue.of("x".repeat(20_000)))
                        .build());
        transaction.removeActivity(new ActivityKey("a", "e1", 0));
        transaction.addTimer(new StoredTimer("a", "e1", 3, NOW));
        transaction.removeTimer(new StoredTimer("a", "e1", 1, NOW));
        transaction.insert(instance("child", "e9", 20_000));
        transaction.post("child", "e9", event("start"));
        transaction.dropTimers("b");
        transaction.startGeneration(instance("b", "e2", 30_000));
        transaction.post("b", null, event("go"));
        return transaction.delete("c");
    }

    private static List<String> rows(SqliteStore store) {
        return store.read(transaction -> {
            SqliteSession session = ((SqliteReader) transaction).session;
            List<String> found = new ArrayList<>();
            for (String table : TABLES) {
                session.query("SELECT * FROM " + table, row -> {
                    StringBuilder text = new StringBuilder(table);
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        text.append('|').append(row.getString(column));
                    }
                    return found.add(text.toString());
                });
            }
            return found;
        });
    }

    private static boolean refused(SqliteStore store) {
        try {
            return !store.write(AtomicityTest::change);
        } catch (TaskHubException e) {
            assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
            return true;
        }
    }

    @Test
    void a_transaction_stopped_at_any_instruction_is_refused_and_leaves_nothing() {
        try (SqliteStore store = open()) {
            store.write(AtomicityTest::fill);
            List<String> before = rows(store);

            int stops = 0;
            for (int at = 0; ; at += 3) {
                fuse.set(at);
                boolean refused = refused(store);
                boolean burnt = fuse.getAndSet(-1) < 0;
                if (!burnt) {
                    assertThat(refused).isFalse();
                    break;
                }
                assertThat(refused).isTrue();
                assertThat(rows(store)).isEqualTo(before);
                stops++;
            }

            assertThat(stops).isGreaterThan(100);
            assertThat(rows(store)).isNotEqualTo(before);
        }
    }

    @Test
    void a_disk_that_is_full_at_any_page_refuses_the_transaction_whole_until_there_is_room() {
        try (SqliteStore store = open()) {
            store.write(AtomicityTest::fill);
        }
        int refusals = 0;
        for (int pages = 1; ; pages++) {
            room.set(pages);
            try (SqliteStore store = open()) {
                List<String> before = rows(store);
                if (!refused(store)) {
                    break;
                }
                assertThat(rows(store)).isEqualTo(before);
                refusals++;
            }
        }

        assertThat(refusals).isGreaterThan(5);
    }
}
