package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Histories of instances that ran lately, so that a turn need not read what the one before it wrote. */
final class Executions {
    /** Events kept in all, at some hundred bytes each. */
    private static final int MOST_EVENTS = 200_000;

    private final Map<String, Execution> recent = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Integer> weights = new LinkedHashMap<>();
    private int events;

    /** Takes the history out; the turn gives it back by {@link #keep} when it is committed. */
    Execution take(String instanceId, String executionId, Supplier<List<HistoryEvent>> history) {
        Execution known = remove(instanceId);
        return known != null && known.executionId().equals(executionId)
                ? known
                : new Execution(executionId, history.get());
    }

    synchronized void keep(String instanceId, Execution execution) {
        recent.put(instanceId, execution);
        weights.put(instanceId, execution.replayed().size());
        events += execution.replayed().size();
        var eldest = recent.entrySet().iterator();
        while (events > MOST_EVENTS && eldest.hasNext()) {
            events -= weights.remove(eldest.next().getKey());
            eldest.remove();
        }
    }

    private synchronized Execution remove(String instanceId) {
        Execution removed = recent.remove(instanceId);
        if (removed != null) {
            events -= weights.remove(instanceId);
        }
        return removed;
    }
}
