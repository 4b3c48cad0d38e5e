package io.durablestatus.localruntime.taskhub.store;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The changes; remembers whether there were any, so that a refusal after a write is noticed. */
final class SqliteWriter extends SqliteReader implements WriteTransaction {
    private static final List<String> TABLES =
            List.of("instances", "inputs", "history", "inbox", "activities", "timers");

    private long sequence;
    private boolean dirty;

    SqliteWriter(SqliteSession session) {
        super(session);
        this.sequence = session.query(
                        "SELECT max((SELECT coalesce(max(sequence), 0) FROM inbox),"
                                + " (SELECT coalesce(max(sequence), 0) FROM activities))",
                        row -> row.getLong(1))
                .get(0);
    }

    void clean() {
        dirty = false;
    }

    boolean dirty() {
        return dirty;
    }

    @Override
    public void insert(StoredInstance instance) {
        dropInbox(instance.id());
        dropTimers(instance.id());
        change("DELETE FROM history WHERE id = ?", instance.id());
        InstanceRecord s = instance.state();
        change(
                "INSERT OR REPLACE INTO instances (id, execution_id, name, version, status, custom_status, output,"
                        + " failure, parent, created_at, updated_at, scheduled_at, turns)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                s.instanceId(),
                s.executionId(),
                s.name(),
                instance.version(),
                s.status().getNumber(),
                s.customStatus(),
                s.output(),
                Columns.bytes(s.failure()),
                Columns.bytes(instance.parent()),
                Columns.nanos(s.createdAt()),
                Columns.nanos(s.lastUpdatedAt()),
                Columns.nanos(s.scheduledAt()),
                instance.turns());
        saveInput(s);
    }

    @Override
    public void update(StoredInstance instance) {
        InstanceRecord s = instance.state();
        change(
                "UPDATE instances SET execution_id = ?, version = ?, status = ?, custom_status = ?, output = ?,"
                        + " failure = ?, updated_at = ?, turns = ? WHERE id = ?",
                s.executionId(),
                instance.version(),
                s.status().getNumber(),
                s.customStatus(),
                s.output(),
                Columns.bytes(s.failure()),
                Columns.nanos(s.lastUpdatedAt()),
                instance.turns(),
                s.instanceId());
    }

    @Override
    public void startGeneration(StoredInstance instance) {
        update(instance);
        saveInput(instance.state());
        change("DELETE FROM history WHERE id = ?", instance.id());
        change(
                "DELETE FROM inbox WHERE id = ? AND execution_id IS NOT NULL AND execution_id <> ?",
                instance.id(),
                instance.executionId());
    }

    private void saveInput(InstanceRecord state) {
        if (state.input() == null) {
            change("DELETE FROM inputs WHERE id = ?", state.instanceId());
        } else {
            change("INSERT OR REPLACE INTO inputs (id, input) VALUES (?, ?)", state.instanceId(), state.input());
        }
    }

    @Override
    public boolean delete(String instanceId) {
        boolean existed = change("DELETE FROM instances WHERE id = ?", instanceId) > 0;
        if (existed) {
            change("DELETE FROM inputs WHERE id = ?", instanceId);
            change("DELETE FROM history WHERE id = ?", instanceId);
            dropInbox(instanceId);
            dropActivities(instanceId);
            dropTimers(instanceId);
        }
        return existed;
    }

    @Override
    public void deleteEverything() {
        for (String table : TABLES) {
            change("DELETE FROM " + table);
        }
    }

    @Override
    public void appendHistory(String instanceId, int turn, List<HistoryEvent> events) {
        change("INSERT INTO history (id, turn, events) VALUES (?, ?, ?)", instanceId, turn, Columns.events(events));
    }

    @Override
    public void post(String instanceId, String executionId, HistoryEvent event) {
        change(
                "INSERT INTO inbox (id, sequence, execution_id, event) VALUES (?, ?, ?, ?)",
                instanceId,
                ++sequence,
                executionId,
                event.toByteArray());
    }

    @Override
    public void consume(String instanceId, Collection<Long> sequences) {
        List<Object[]> rows = new ArrayList<>(sequences.size());
        for (Long consumed : sequences) {
            rows.add(new Object[] {instanceId, consumed});
        }
        dirty = true;
        session.batch("DELETE FROM inbox WHERE id = ? AND sequence = ?", rows);
    }

    @Override
    public void dropInbox(String instanceId) {
        change("DELETE FROM inbox WHERE id = ?", instanceId);
    }

    @Override
    public void addActivity(ActivityKey key, ActivityRequest request) {
        change(
                "INSERT INTO activities (id, execution_id, task_id, sequence, request) VALUES (?, ?, ?, ?, ?)",
                key.instanceId(),
                key.executionId(),
                key.taskId(),
                ++sequence,
                request.toByteArray());
    }

    @Override
    public boolean removeActivity(ActivityKey key) {
        return change(
                        "DELETE FROM activities WHERE id = ? AND execution_id = ? AND task_id = ?",
                        key.instanceId(),
                        key.executionId(),
                        key.taskId())
                > 0;
    }

    @Override
    public void dropActivities(String instanceId) {
        change("DELETE FROM activities WHERE id = ?", instanceId);
    }

    @Override
    public void addTimer(StoredTimer timer) {
        change(
                "INSERT INTO timers (id, execution_id, timer_id, fire_at) VALUES (?, ?, ?, ?)",
                timer.instanceId(),
                timer.executionId(),
                timer.timerId(),
                Columns.nanos(timer.fireAt()));
    }

    @Override
    public boolean removeTimer(StoredTimer timer) {
        return change(
                        "DELETE FROM timers WHERE id = ? AND execution_id = ? AND timer_id = ?",
                        timer.instanceId(),
                        timer.executionId(),
                        timer.timerId())
                > 0;
    }

    @Override
    public boolean dropTimers(String instanceId) {
        return change("DELETE FROM timers WHERE id = ?", instanceId) > 0;
    }

    private int change(String sql, Object... parameters) {
        dirty = true;
        return session.update(sql, parameters);
    }
}
