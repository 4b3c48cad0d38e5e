package io.durablestatus.localruntime.taskhub.store;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import java.time.Instant;
import java.util.Set;

/**
 * An instance as it is kept: what its callers see, and what only the engine needs.
 *
 * @param parent who waits for this instance, or null
 * @param turns committed turns of the current generation; 0 means it has not started
 */
public record StoredInstance(InstanceRecord state, String version, ParentInstanceInfo parent, int turns) {
    private static final Set<OrchestrationStatus> TERMINAL = Set.of(
            OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED,
            OrchestrationStatus.ORCHESTRATION_STATUS_FAILED,
            OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED,
            OrchestrationStatus.ORCHESTRATION_STATUS_CANCELED);

    public static Set<OrchestrationStatus> terminalStatuses() {
        return TERMINAL;
    }

    public boolean terminal() {
        return TERMINAL.contains(state.status());
    }

    public String id() {
        return state.instanceId();
    }

    public String executionId() {
        return state.executionId();
    }

    public StoredInstance withStatus(OrchestrationStatus status, Instant at) {
        return with(executionId(), status, state.input(), state.customStatus(), at, version, turns);
    }

    public StoredInstance afterTurn(OrchestrationStatus status, String customStatus, Instant at) {
        return with(executionId(), status, state.input(), customStatus, at, version, turns + 1);
    }

    public StoredInstance finished(
            OrchestrationStatus status, String customStatus, String output, TaskFailureDetails failure, Instant at) {
        InstanceRecord s = afterTurn(status, customStatus, at).state();
        InstanceRecord ended = new InstanceRecord(
                s.instanceId(),
                s.executionId(),
                s.name(),
                s.status(),
                s.input(),
                s.customStatus(),
                output,
                failure,
                s.createdAt(),
                s.lastUpdatedAt(),
                s.scheduledAt());
        return new StoredInstance(ended, version, parent, turns + 1);
    }

    /** The next generation of an instance that continues as new: same id, creation time and parent. */
    public StoredInstance nextGeneration(
            String nextExecutionId, String input, String nextVersion, String customStatus, Instant at) {
        return with(nextExecutionId, state.status(), input, customStatus, at, nextVersion, 0);
    }

    private StoredInstance with(
            String executionId,
            OrchestrationStatus status,
            String input,
            String customStatus,
            Instant at,
            String newVersion,
            int newTurns) {
        InstanceRecord next = new InstanceRecord(
                state.instanceId(),
                executionId,
                state.name(),
                status,
                input,
                customStatus,
                state.output(),
                state.failure(),
                state.createdAt(),
                at,
                state.scheduledAt());
        return new StoredInstance(next, newVersion, parent, newTurns);
    }
}
