package io.durablestatus.localruntime.taskhub.store;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The queries. */
class SqliteReader implements ReadTransaction {
    private static final String COLUMNS = """
            SELECT i.id, execution_id, name, version, status, custom_status, output, failure, parent,
              created_at, updated_at, scheduled_at, turns,""";
    private static final String INSTANCE = COLUMNS + " input FROM instances i LEFT JOIN inputs p ON p.id = i.id";
    private static final String HEAD = COLUMNS + " NULL AS input FROM instances i";

    /** Sorts behind every id with the prefix: the greatest code point there is. */
    private static final String BEHIND_PREFIX = Character.toString(Character.MAX_CODE_POINT);

    protected final SqliteSession session;

    SqliteReader(SqliteSession session) {
        this.session = session;
    }

    @Override
    public Optional<StoredInstance> instance(String instanceId) {
        return session.query(INSTANCE + " WHERE i.id = ?", SqliteReader::instance, instanceId).stream()
                .findFirst();
    }

    @Override
    public Optional<StoredInstance> head(String instanceId) {
        return session.query(HEAD + " WHERE i.id = ?", SqliteReader::instance, instanceId).stream()
                .findFirst();
    }

    @Override
    public List<StoredInstance> instances(Selection selection) {
        return select(INSTANCE, SqliteReader::instance, selection);
    }

    @Override
    public List<String> ids(Selection selection) {
        return select("SELECT i.id FROM instances i", row -> row.getString(1), selection);
    }

    private <T> List<T> select(String what, SqliteSession.Row<T> mapper, Selection selection) {
        StringBuilder sql = new StringBuilder(what).append(" WHERE TRUE");
        List<Object> parameters = new ArrayList<>();
        if (selection.idPrefix() != null && !selection.idPrefix().isEmpty()) {
            sql.append(" AND i.id >= ? AND i.id < ?");
            parameters.add(selection.idPrefix());
            parameters.add(selection.idPrefix() + BEHIND_PREFIX);
        }
        if (selection.createdFrom() != null) {
            sql.append(" AND created_at >= ?");
            parameters.add(Columns.nanos(selection.createdFrom()));
        }
        if (selection.createdTo() != null) {
            sql.append(" AND created_at <= ?");
            parameters.add(Columns.nanos(selection.createdTo()));
        }
        if (selection.statuses() != null && !selection.statuses().isEmpty()) {
            sql.append(selection.statuses().stream()
                    .map(status -> Integer.toString(status.getNumber()))
                    .sorted()
                    .collect(Collectors.joining(",", " AND status IN (", ")")));
        }
        if (selection.afterId() != null) {
            sql.append(" AND i.id > ?");
            parameters.add(selection.afterId());
        }
        sql.append(" ORDER BY i.id LIMIT ?");
        parameters.add(selection.limit());
        return session.query(sql.toString(), mapper, parameters.toArray());
    }

    @Override
    public List<HistoryEvent> history(String instanceId) {
        List<HistoryEvent> events = new ArrayList<>();
        session.query(
                "SELECT events FROM history WHERE id = ? ORDER BY turn",
                row -> events.addAll(Columns.events(row.getBytes(1))),
                instanceId);
        return events;
    }

    @Override
    public List<InboxEvent> inbox(String instanceId) {
        return session.query(
                "SELECT sequence, execution_id, event FROM inbox WHERE id = ? ORDER BY sequence",
                row -> new InboxEvent(
                        row.getLong(1), row.getString(2), Columns.message(HistoryEvent.parser(), row.getBytes(3))),
                instanceId);
    }

    @Override
    public Optional<ActivityRequest> activity(ActivityKey key) {
        return session
                .query(
                        "SELECT request FROM activities WHERE id = ? AND execution_id = ? AND task_id = ?",
                        row -> Columns.message(ActivityRequest.parser(), row.getBytes(1)),
                        key.instanceId(),
                        key.executionId(),
                        key.taskId())
                .stream()
                .findFirst();
    }

    @Override
    public List<String> instancesWithInbox() {
        return session.query("SELECT id FROM inbox GROUP BY id ORDER BY min(sequence)", row -> row.getString(1));
    }

    @Override
    public List<ActivityKey> activities() {
        return session.query(
                "SELECT id, execution_id, task_id FROM activities ORDER BY sequence",
                row -> new ActivityKey(row.getString(1), row.getString(2), row.getInt(3)));
    }

    @Override
    public List<StoredTimer> timers() {
        return session.query(
                "SELECT id, execution_id, timer_id, fire_at FROM timers",
                row -> new StoredTimer(
                        row.getString(1), row.getString(2), row.getInt(3), Columns.instant(row.getLong(4))));
    }

    private static StoredInstance instance(ResultSet row) throws SQLException {
        long scheduledAt = row.getLong("scheduled_at");
        Instant scheduled = row.wasNull() ? null : Columns.instant(scheduledAt);
        InstanceRecord state = new InstanceRecord(
                row.getString("id"),
                row.getString("execution_id"),
                row.getString("name"),
                OrchestrationStatus.forNumber(row.getInt("status")),
                row.getString("input"),
                row.getString("custom_status"),
                row.getString("output"),
                Columns.message(TaskFailureDetails.parser(), row.getBytes("failure")),
                Columns.instant(row.getLong("created_at")),
                Columns.instant(row.getLong("updated_at")),
                scheduled);
        return new StoredInstance(
                state,
                row.getString("version"),
                Columns.message(ParentInstanceInfo.parser(), row.getBytes("parent")),
                row.getInt("turns"));
    }
}
