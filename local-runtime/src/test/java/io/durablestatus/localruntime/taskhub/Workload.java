package io.durablestatus.localruntime.taskhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.durabletask.TaskOrchestration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The orchestrators and activities of a test, for a worker of either kind; names have no case, as in Azure. */
final class Workload {
    /** An activity: from its input, null when there is none, to any value that Jackson writes. */
    @FunctionalInterface
    interface Activity {
        Object run(JsonNode input) throws Exception;
    }

    final Map<String, TaskOrchestration> orchestrators = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, Activity> activities = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

    Workload orchestrator(String name, TaskOrchestration orchestration) {
        orchestrators.put(name, orchestration);
        return this;
    }

    Workload activity(String name, Activity activity) {
        activities.put(name, activity);
        return this;
    }
}
