package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;

/**
 * Runs user code for a task hub in this process. The function host implements it over the durable middleware; called
 * from many threads at once, never while the hub holds a lock.
 */
public interface TaskExecutor {
    /**
     * One orchestrator turn: replays {@code pastEvents}, applies {@code newEvents}.
     *
     * @throws Exception when the function itself could not run; the hub then takes the turn again as the pitfalls of the
     *     SDK demand, and at last fails the instance with the exception's message.
     */
    OrchestratorResponse runOrchestrator(String functionName, OrchestratorRequest request) throws Exception;

    /** One activity; a failure of user code is a response with failure details, never an exception. */
    ActivityResponse runActivity(ActivityRequest request);

    /** Whether an orchestrator of this name (without case) is registered; starts of unknown names are refused. */
    boolean hasOrchestrator(String functionName);
}
