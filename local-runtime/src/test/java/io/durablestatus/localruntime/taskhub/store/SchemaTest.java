package io.durablestatus.localruntime.taskhub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** How a file is brought to a newer schema, on schemas of the test's own: of the hub's there is only one so far. */
class SchemaTest {
    private static final List<String> FIRST = List.of("CREATE TABLE pets (name TEXT); CREATE INDEX p ON pets (name);");
    private static final String LEGS = "ALTER TABLE pets ADD COLUMN legs INTEGER; UPDATE pets SET legs = 4;";
    private static final String HALT_AFTER_CHANGES = "DELETE FROM pets; DROP INDEX p; SELECT kill_this_process();";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void a_file_of_the_first_version() throws SQLException {
        file = folder.resolve("pets.db");
        try (SqliteSession session = connect(file)) {
            new Schema(FIRST).bring(session, file);
            assertThat(run(session, "INSERT INTO pets VALUES ('Laika'), ('Felicette')"))
                    .isEmpty();
        }
    }

    private static SqliteSession connect(Path file) throws SQLException {
        return new SqliteSession(file, SynchronousMode.NORMAL);
    }

    private static List<String> run(SqliteSession session, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = session.connection().createStatement()) {
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    private static List<String> version(SqliteSession session) throws SQLException {
        return run(session, "PRAGMA user_version");
    }

    @Test
    void an_older_file_is_brought_forward_by_every_step_it_lacks_and_keeps_its_rows() throws SQLException {
        Schema third = new Schema(List.of(FIRST.get(0), LEGS, "UPDATE pets SET legs = legs + 1"));
        try (SqliteSession session = connect(file)) {
            third.bring(session, file);
            third.bring(session, file);

            assertThat(version(session)).containsExactly("3");
            assertThat(run(session, "SELECT name || legs FROM pets ORDER BY name"))
                    .containsExactly("Felicette5", "Laika5");
        }
    }

    @Test
    void a_file_of_a_newer_version_is_refused_and_left_as_it_is() throws SQLException {
        try (SqliteSession session = connect(file)) {
            new Schema(List.of(FIRST.get(0), LEGS)).bring(session, file);

            assertThatThrownBy(() -> new Schema(FIRST).bring(session, file))
                    .isInstanceOfSatisfying(
                            TaskHubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                    .hasMessageContaining("pets.db has schema 2")
                    .hasMessageContaining("knows up to 1");
            assertThat(version(session)).containsExactly("2");
            assertThat(run(session, "SELECT sum(legs) FROM pets")).containsExactly("8");
        }
    }

    @Test
    void a_step_that_fails_leaves_the_old_file_whole() throws SQLException {
        Schema broken = new Schema(List.of(FIRST.get(0), LEGS, "DELETE FROM pets; this is no SQL"));
        try (SqliteSession session = connect(file)) {
            assertThatThrownBy(() -> broken.bring(session, file)).isInstanceOf(SQLException.class);
        }

        assertItIsAsItWas();
    }

    @Test
    void a_process_killed_in_the_middle_of_a_migration_leaves_the_old_file_whole() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 9);
        } finally {
            process.destroyForcibly();
        }

        assertItIsAsItWas();
    }

    private void assertItIsAsItWas() throws SQLException {
        try (SqliteSession session = connect(file)) {
            assertThat(version(session)).containsExactly("1");
            assertThat(run(session, "SELECT name FROM pets ORDER BY name")).containsExactly("Felicette", "Laika");
            assertThat(run(session, "PRAGMA integrity_check")).containsExactly("ok");
            new Schema(List.of(FIRST.get(0), LEGS)).bring(session, file);
            assertThat(version(session)).containsExactly("2");
            assertThat(run(session, "SELECT sum(legs) FROM pets")).containsExactly("8");
        }
    }

    /** A process that is killed, as by kill -9, when its migration has changed the file but not ended. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] args) throws SQLException {
            Path file = Path.of(args[0]);
            try (SqliteSession session = connect(file)) {
                // why: so that changes reach the file itself before the end of the transaction.
                run(session, "PRAGMA cache_size = 1");
                Function.create(session.connection(), "kill_this_process", new Function() {
                    @Override
                    protected void xFunc() {
                        killThisProcess();
                    }
                });
                new Schema(List.of(FIRST.get(0), LEGS, HALT_AFTER_CHANGES)).bring(session, file);
            }
        }

        private static void killThisProcess() {
            try {
                new ProcessBuilder(
                                "kill",
                                "-9",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
                Thread.currentThread().join();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
