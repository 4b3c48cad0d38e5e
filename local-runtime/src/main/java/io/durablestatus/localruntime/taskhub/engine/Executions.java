package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Histories of instances that ran lately, so that a turn need not read what the one before it wrote. */
final class Executions {
    /** Kept in all. */
    private static final long MOST_BYTES = 64L << 20;

    /** What an event takes in memory beside its bytes on the wire. */
    private static final int BYTES_OF_AN_EVENT = 300;

    private record Kept(Execution execution, long weight) {}

    private final Map<String, Kept> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /** Takes the history out; the turn gives it back by {@link #keep} when it is committed. */
    Execution take(String instanceId, String executionId, Supplier<List<HistoryEvent>> history) {
        Execution known = remove(instanceId);
        return known != null && known.executionId().equals(executionId)
                ? known
                : new Execution(executionId, history.get());
    }

    synchronized void keep(String instanceId, Execution execution) {
        remove(instanceId);
        Kept kept = new Kept(
                execution, execution.bytes() + (long) execution.replayed().size() * BYTES_OF_AN_EVENT);
        recent.put(instanceId, kept);
        weight += kept.weight;
        var eldest = recent.values().iterator();
        while (weight > MOST_BYTES) {
            weight -= eldest.next().weight;
            eldest.remove();
        }
    }

    private synchronized Execution remove(String instanceId) {
        Kept removed = recent.remove(instanceId);
        if (removed == null) {
            return null;
        }
        weight -= removed.weight;
        return removed.execution;
    }
}
