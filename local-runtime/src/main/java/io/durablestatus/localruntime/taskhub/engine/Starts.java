package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateSubOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.StartRequest;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import io.durablestatus.localruntime.taskhub.store.StoredTimer;
import io.durablestatus.localruntime.taskhub.store.WriteTransaction;
import java.time.Instant;

/** Puts new instances into the hub: those that clients ask for and those that orchestrators do. */
final class Starts {
    private Starts() {}

    /** @throws TaskHubException {@code ALREADY_EXISTS} when an instance with this id has not ended */
    static void start(WriteTransaction transaction, AfterCommit after, StartRequest request, Instant now) {
        start(transaction, after, request, null, now);
    }

    /** False when the child's id belongs to an instance that has not ended. */
    static boolean startChild(
            WriteTransaction transaction,
            AfterCommit after,
            CreateSubOrchestrationAction action,
            int actionId,
            StoredInstance parent,
            Instant now) {
        ParentInstanceInfo.Builder info = ParentInstanceInfo.newBuilder()
                .setTaskScheduledId(actionId)
                .setName(StringValue.of(parent.state().name()))
                .setOrchestrationInstance(OrchestrationInstance.newBuilder()
                        .setInstanceId(parent.id())
                        .setExecutionId(StringValue.of(parent.executionId())));
        if (parent.version() != null) {
            info.setVersion(StringValue.of(parent.version()));
        }
        StartRequest request = new StartRequest(
                action.getInstanceId().isEmpty()
                        ? "%s:%04x".formatted(parent.executionId(), actionId)
                        : action.getInstanceId(),
                action.getName(),
                action.hasInput() ? action.getInput().getValue() : null,
                action.hasVersion() ? action.getVersion().getValue() : null,
                null);
        if (isLive(transaction, request.instanceId())) {
            return false;
        }
        start(transaction, after, request, info.build(), now);
        return true;
    }

    private static boolean isLive(WriteTransaction transaction, String instanceId) {
        return transaction.head(instanceId).filter(known -> !known.terminal()).isPresent();
    }

    private static void start(
            WriteTransaction transaction,
            AfterCommit after,
            StartRequest request,
            ParentInstanceInfo parent,
            Instant now) {
        String id = request.instanceId();
        if (isLive(transaction, id)) {
            throw new TaskHubException(
                    Reason.ALREADY_EXISTS, "An Orchestration instance with the ID %s already exists.".formatted(id));
        }
        InstanceRecord state = new InstanceRecord(
                id,
                InstanceIds.fresh(),
                request.orchestrator(),
                OrchestrationStatus.ORCHESTRATION_STATUS_PENDING,
                request.input(),
                null,
                null,
                null,
                now,
                now,
                request.scheduledAt());
        transaction.insert(new StoredInstance(state, request.version(), parent, 0));
        if (request.scheduledAt() != null && request.scheduledAt().isAfter(now)) {
            StoredTimer timer = new StoredTimer(id, state.executionId(), StoredTimer.START, request.scheduledAt());
            transaction.addTimer(timer);
            after.timer(timer);
        } else {
            transaction.post(id, state.executionId(), HistoryEvents.startMarker(now));
            after.ready(id);
        }
        after.changed(id);
    }
}
