package io.durablestatus.localruntime.taskhub.store;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.Collection;
import java.util.List;

/** What can be written; it reads its own writes and those of the transactions that share its commit. */
public interface WriteTransaction extends ReadTransaction {
    /** Adds an instance, or replaces the one with this id together with its history, inbox and timers. */
    void insert(StoredInstance instance);

    /** Writes all but the input, which is large and does not change within a generation. */
    void update(StoredInstance instance);

    /** Writes instance and input, and drops the history and every inbox event that belongs to the old generation. */
    void startGeneration(StoredInstance instance);

    /** Deletes the instance and everything that belongs to it; false when there is none. */
    boolean delete(String instanceId);

    void deleteEverything();

    void appendHistory(String instanceId, int turn, List<HistoryEvent> events);

    /** Adds an event to the inbox; {@code executionId} null when it is meant for any generation. */
    void post(String instanceId, String executionId, HistoryEvent event);

    void consume(String instanceId, Collection<Long> sequences);

    void dropInbox(String instanceId);

    void addActivity(ActivityKey key, ActivityRequest request);

    /** False when it was gone already: a second or a late completion. */
    boolean removeActivity(ActivityKey key);

    void dropActivities(String instanceId);

    void addTimer(StoredTimer timer);

    /** False when it was gone already. */
    boolean removeTimer(StoredTimer timer);

    /** False when there were none. */
    boolean dropTimers(String instanceId);
}
