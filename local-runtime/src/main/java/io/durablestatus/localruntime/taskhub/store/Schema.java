package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables and their version, kept in {@code PRAGMA user_version}. An older file is brought up step by step in one
 * transaction; a newer one is refused, because its rows may mean something this program does not know.
 */
final class Schema {
    /** Never change a step that was released; add one. */
    static final Schema CURRENT = new Schema(List.of("""
            CREATE TABLE instances (
              id TEXT PRIMARY KEY, execution_id TEXT NOT NULL, name TEXT NOT NULL, version TEXT,
              status INTEGER NOT NULL, custom_status TEXT, output TEXT, failure BLOB, parent BLOB,
              created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, scheduled_at INTEGER,
              turns INTEGER NOT NULL) WITHOUT ROWID;
            CREATE INDEX instances_by_creation ON instances (created_at);
            -- apart from the row above, which is written on each turn
            CREATE TABLE inputs (id TEXT PRIMARY KEY, input TEXT NOT NULL);
            -- one row for all events of a turn
            CREATE TABLE history (
              id TEXT NOT NULL, turn INTEGER NOT NULL, events BLOB NOT NULL, PRIMARY KEY (id, turn));
            CREATE TABLE inbox (
              id TEXT NOT NULL, sequence INTEGER NOT NULL, execution_id TEXT, event BLOB NOT NULL,
              PRIMARY KEY (id, sequence)) WITHOUT ROWID;
            CREATE TABLE activities (
              id TEXT NOT NULL, execution_id TEXT NOT NULL, task_id INTEGER NOT NULL, sequence INTEGER NOT NULL,
              request BLOB NOT NULL, PRIMARY KEY (id, execution_id, task_id));
            CREATE TABLE timers (
              id TEXT NOT NULL, execution_id TEXT NOT NULL, timer_id INTEGER NOT NULL, fire_at INTEGER NOT NULL,
              PRIMARY KEY (id, execution_id, timer_id)) WITHOUT ROWID;
            """));

    private final List<String> steps;

    /** Step n brings version n to n + 1; a file without tables has version 0. */
    Schema(List<String> steps) {
        this.steps = steps;
    }

    /**
     * Brings a file to this schema. When that fails the file stays as it was, once the session is closed.
     *
     * @throws TaskHubException {@code INVALID} when a newer program wrote it
     */
    void bring(SqliteSession session, Path file) throws SQLException {
        int from = versionOf(session.connection());
        if (from < 0 || from > steps.size()) {
            throw new TaskHubException(
                    Reason.INVALID,
                    "%s has schema %d, written by a newer version; this one knows up to %d. Use the newer version or another data folder."
                            .formatted(file, from, steps.size()));
        }
        if (from < steps.size()) {
            migrate(session, from);
        }
    }

    private static int versionOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private void migrate(SqliteSession session, int from) throws SQLException {
        session.beginWrite();
        try (Statement statement = session.connection().createStatement()) {
            for (String step : steps.subList(from, steps.size())) {
                statement.executeUpdate(step);
            }
            statement.executeUpdate("PRAGMA user_version = " + steps.size());
        }
        session.commit();
    }
}
