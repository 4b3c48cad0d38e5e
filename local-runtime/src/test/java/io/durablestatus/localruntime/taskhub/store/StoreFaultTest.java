package io.durablestatus.localruntime.taskhub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.OrchestrationRunner;
import com.microsoft.durabletask.TaskOrchestration;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.durablestatus.localruntime.taskhub.StartRequest;
import io.durablestatus.localruntime.taskhub.TaskExecutor;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** What a store does when its files are not as they should be, and an engine when its store refuses. */
class StoreFaultTest {
    private static final int NO_LIMIT = 1_073_741_823;

    @TempDir
    Path folder;

    /** One activity that waits for the test, then the end. */
    private static final class OneActivity implements TaskExecutor {
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicBoolean activityEnded = new AtomicBoolean();

        @Override
        public OrchestratorResponse runOrchestrator(String functionName, OrchestratorRequest request) throws Exception {
            TaskOrchestration one = ctx ->
                    ctx.complete(ctx.callActivity("Slow", null, String.class).await());
            return OrchestratorResponse.parseFrom(OrchestrationRunner.loadAndRun(request.toByteArray(), one));
        }

        @Override
        public ActivityResponse runActivity(ActivityRequest request) {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            activityEnded.set(true);
            return ActivityResponse.newBuilder()
                    .setTaskId(request.getTaskId())
                    .setResult(StringValue.of('"' + "r".repeat(100_000) + '"'))
                    .build();
        }

        @Override
        public boolean hasOrchestrator(String functionName) {
            return true;
        }
    }

    private static Reason reasonOf(Runnable call) {
        try {
            call.run();
        } catch (TaskHubException e) {
            return e.reason();
        }
        return null;
    }

    /** A disk with room for so many pages; SQLite itself then says that it is full. */
    private SqliteStore open(AtomicInteger pages) {
        return SqliteStore.open(folder, "full", () -> {}, file -> {
            SqliteSession session = new SqliteSession(file, SynchronousMode.NORMAL);
            session.query("PRAGMA max_page_count = " + pages.get(), row -> row.getInt(1));
            return session;
        });
    }

    /** So that the next one is opened with the room there is now. */
    private static void breakConnection(SqliteStore store) {
        assertThatThrownBy(() -> store.write(transaction -> {
                    transaction.dropInbox("nobody");
                    throw new IllegalStateException("after a write");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    private static int size(SqliteStore store) {
        return store.write(transaction ->
                        ((SqliteWriter) transaction).session.query("PRAGMA page_count", row -> row.getInt(1)))
                .get(0);
    }

    @Test
    void a_full_disk_is_an_error_to_callers_and_work_goes_on_when_there_is_space_again() {
        OneActivity executor = new OneActivity();
        AtomicInteger room = new AtomicInteger(NO_LIMIT);
        try (SqliteStore store = open(room);
                Engine engine = new Engine(store, InstantSource.system())) {
            engine.execute(executor, 2, 2);
            engine.instances().start(new StartRequest("before", "One", null, null, null));
            await().until(() -> engine.instances().find("before").orElseThrow().status()
                    == OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
            room.set(size(store));
            breakConnection(store);

            String large = '"' + "x".repeat(100_000) + '"';
            assertThat(reasonOf(() -> engine.instances().start(new StartRequest("lost", "One", large, null, null))))
                    .isEqualTo(Reason.UNAVAILABLE);
            assertThat(engine.instances().find("lost")).isEmpty();
            executor.release.countDown();
            await().until(executor.activityEnded::get);
            assertThat(engine.instances().awaitCompletion("before", Duration.ofMillis(300)))
                    .isEmpty();

            room.set(NO_LIMIT);

            assertThat(engine.instances()
                            .awaitCompletion("before", Duration.ofSeconds(20))
                            .orElseThrow()
                            .status())
                    .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
            engine.instances().start(new StartRequest("after", "One", large, null, null));
            assertThat(engine.instances().awaitCompletion("after", Duration.ofSeconds(20)))
                    .isPresent();
        }
    }

    @Test
    void a_file_locked_by_another_program_is_an_error_to_callers_until_it_is_let_go_and_work_under_way_goes_on()
            throws SQLException {
        OneActivity executor = new OneActivity();
        try (SqliteStore store = SqliteStore.open(folder, "locked");
                Engine engine = new Engine(store, InstantSource.system())) {
            engine.execute(executor, 2, 2);
            engine.instances().start(new StartRequest("before", "One", null, null, null));
            await().until(() -> engine.instances().find("before").orElseThrow().status()
                    == OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("locked.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                executor.release.countDown();
                await().until(executor.activityEnded::get);
                assertThat(reasonOf(() -> engine.instances().start(new StartRequest("a", "One", null, null, null))))
                        .isEqualTo(Reason.UNAVAILABLE);
                assertThat(reasonOf(() -> engine.instances().terminate("before", null)))
                        .isEqualTo(Reason.UNAVAILABLE);
                assertThat(engine.instances().find("a")).isEmpty();
                assertThat(engine.instances().find("before")).isPresent();
                statement.execute("ROLLBACK");
            }

            engine.instances().start(new StartRequest("a", "One", null, null, null));

            for (String id : List.of("before", "a")) {
                assertThat(engine.instances()
                                .awaitCompletion(id, Duration.ofSeconds(20))
                                .orElseThrow()
                                .status())
                        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
            }
        }
    }

    @Test
    void a_second_engine_on_the_same_folder_is_refused() {
        try (SqliteStore store = SqliteStore.open(folder, "hub")) {
            assertThatThrownBy(() -> SqliteStore.open(folder, "hub"))
                    .isInstanceOf(TaskHubException.class)
                    .hasMessageContaining("in use by another process");
            assertThat(store.read(ReadTransaction::activities)).isEmpty();
        }
        SqliteStore.open(folder, "hub").close();
    }

    @Test
    void a_newer_schema_is_refused_and_left_as_it_is() throws SQLException {
        SqliteStore.open(folder, "hub").close();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hub.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }

        assertThatThrownBy(() -> SqliteStore.open(folder, "hub"))
                .isInstanceOf(TaskHubException.class)
                .hasMessageContaining("schema 99")
                .hasMessageContaining("another data folder");
        assertThatThrownBy(() -> SqliteStore.open(folder, "hub")).hasMessageContaining("schema 99");
    }

    @Test
    void a_file_that_is_no_database_is_refused_by_name() throws IOException {
        Files.writeString(folder.resolve("hub.db"), "this is a letter to my mother, not a database\n".repeat(50));

        assertThatThrownBy(() -> SqliteStore.open(folder, "hub"))
                .isInstanceOf(TaskHubException.class)
                .hasMessageContaining("hub.db");
    }

    @Test
    void a_folder_that_cannot_be_made_is_refused_by_name() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> SqliteStore.open(file.resolve("sub"), "hub"))
                .isInstanceOf(TaskHubException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void a_refusal_in_a_shared_commit_leaves_the_others_in_it_alone() throws Exception {
        try (SqliteStore store = SqliteStore.open(folder, "hub")) {
            Thread[] threads = new Thread[8];
            for (int t = 0; t < threads.length; t++) {
                String name = "t" + t;
                threads[t] = new Thread(() -> {
                    for (int i = 0; i < 50; i++) {
                        String id = name + "-" + i;
                        boolean fails = i % 7 == 3;
                        try {
                            store.write(transaction -> {
                                transaction.addActivity(
                                        new ActivityKey(id, "e", 0), ActivityRequest.getDefaultInstance());
                                if (fails) {
                                    throw new IllegalStateException("after a write");
                                }
                                return id;
                            });
                        } catch (IllegalStateException expected) {
                            assertThat(fails).isTrue();
                        }
                    }
                });
                threads[t].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(store.read(ReadTransaction::activities))
                    .hasSize(8 * (50 - 7))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_temporary_store_leaves_nothing_behind() throws IOException {
        long before = temporaryFolders();
        SqliteStore store = SqliteStore.temporary();
        assertThat(temporaryFolders()).isGreaterThan(before);
        store.close();
        assertThat(temporaryFolders()).isLessThanOrEqualTo(before);
    }

    private static long temporaryFolders() throws IOException {
        try (var list = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return list.filter(file -> file.getFileName().toString().startsWith("taskhub"))
                    .count();
        }
    }
}
