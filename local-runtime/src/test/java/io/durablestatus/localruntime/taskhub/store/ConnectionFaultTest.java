package io.durablestatus.localruntime.taskhub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** What is left of a store's connections after an error, and who waits for a file that another program locked. */
@Timeout(60)
class ConnectionFaultTest {
    @TempDir
    Path folder;

    private static String add(SqliteStore store, String id) {
        return store.write(transaction -> {
            // why: most transactions of the engine look before they write; SQLite then refuses a locked file at once.
            assertThat(transaction.head(id)).isEmpty();
            transaction.addActivity(new ActivityKey(id, "e", 0), ActivityRequest.getDefaultInstance());
            return id;
        });
    }

    private static List<String> ids(ReadTransaction transaction) {
        return transaction.activities().stream().map(ActivityKey::instanceId).toList();
    }

    /** Every statement of its connections fails while {@code broken} holds. */
    private SqliteStore breakable(AtomicBoolean broken) {
        return SqliteStore.open(folder, "hub", () -> {}, file -> {
            SqliteSession session = new SqliteSession(file, SynchronousMode.NORMAL);
            ProgressHandler.setHandler(session.connection(), 1, new ProgressHandler() {
                @Override
                protected int progress() {
                    return broken.get() ? 1 : 0;
                }
            });
            return session;
        });
    }

    private Connection lock() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hub.db"));
        try (Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
        }
        return other;
    }

    @Test
    void a_read_sees_the_state_of_one_moment() {
        try (SqliteStore store = SqliteStore.open(folder, "hub")) {
            add(store, "before");

            List<String> second = store.read(transaction -> {
                List<String> first = ids(transaction);
                add(store, "meanwhile"); // only to make sure that it comes in between
                assertThat(first).containsExactly("before");
                return ids(transaction);
            });

            assertThat(second).containsExactly("before");
            assertThat(store.read(ConnectionFaultTest::ids)).containsExactly("before", "meanwhile");
        }
    }

    @Test
    void reads_and_writes_that_failed_leave_nothing_broken_behind() {
        AtomicBoolean broken = new AtomicBoolean();
        try (SqliteStore store = breakable(broken)) {
            add(store, "before");
            broken.set(true);
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> store.read(ConnectionFaultTest::ids))
                        .isInstanceOfSatisfying(
                                TaskHubException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
                assertThatThrownBy(() -> add(store, "never"))
                        .isInstanceOfSatisfying(
                                TaskHubException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
            }

            broken.set(false);

            for (int i = 0; i < 10; i++) {
                assertThat(store.read(ConnectionFaultTest::ids)).containsExactly("before");
                assertThat(store.write(ConnectionFaultTest::ids)).containsExactly("before");
            }
            add(store, "after");
            assertThat(store.read(ConnectionFaultTest::ids)).containsExactly("before", "after");
        }
    }

    @Test
    void a_query_that_fails_inside_a_write_undoes_all_of_it() {
        AtomicBoolean broken = new AtomicBoolean();
        try (SqliteStore store = breakable(broken)) {
            assertThatThrownBy(() -> store.write(transaction -> {
                        broken.set(true);
                        return transaction.activities();
                    }))
                    .isInstanceOf(TaskHubException.class);
            broken.set(false);

            assertThat(store.write(ConnectionFaultTest::ids)).isEmpty();
        }
    }

    @Test
    void a_file_that_is_locked_for_a_moment_only_makes_callers_wait() throws Exception {
        try (SqliteStore store = SqliteStore.open(folder, "hub")) {
            add(store, "before");
            ExecutorService caller = Executors.newSingleThreadExecutor();
            try (Connection other = lock()) {
                Future<String> waiting = caller.submit(() -> add(store, "waits"));
                assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
                        .isInstanceOf(java.util.concurrent.TimeoutException.class);
                try (Statement statement = other.createStatement()) {
                    statement.execute("ROLLBACK");
                }

                assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("waits");
            } finally {
                caller.shutdownNow();
            }
            assertThat(store.read(ConnectionFaultTest::ids)).containsExactly("before", "waits");
        }
    }

    @Test
    void all_who_wait_for_a_locked_file_are_refused_together_and_not_one_after_the_other() throws Exception {
        int many = 40;
        ExecutorService callers = Executors.newFixedThreadPool(many);
        try (SqliteStore store = SqliteStore.open(folder, "hub")) {
            add(store, "before");
            try (Connection other = lock()) {
                List<Callable<Reason>> calls = IntStream.range(0, many)
                        .<Callable<Reason>>mapToObj(i -> () -> refusal(store, "never" + i))
                        .toList();
                long start = System.nanoTime();
                for (Future<Reason> refused : callers.invokeAll(calls)) {
                    assertThat(refused.get()).isEqualTo(Reason.UNAVAILABLE);
                }
                // why: two waits of two seconds each, the one under way and the next; one by one it would be 80 s.
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
                assertThat(other.isClosed()).isFalse();
            }

            add(store, "after");
            assertThat(store.read(ConnectionFaultTest::ids)).containsExactly("before", "after");
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void a_file_that_is_locked_when_the_store_opens_is_unavailable_and_not_invalid() throws Exception {
        Connection other = lock();
        try {
            assertThatThrownBy(() -> SqliteStore.open(folder, "hub"))
                    .isInstanceOfSatisfying(
                            TaskHubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                    .hasMessageContaining("hub.db");
        } finally {
            other.close();
        }
        SqliteStore.open(folder, "hub").close();
    }

    private static Reason refusal(SqliteStore store, String id) {
        try {
            add(store, id);
            return null;
        } catch (TaskHubException e) {
            return e.reason();
        }
    }
}
