package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ScheduleTaskAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.SendEventAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.store.ActivityKey;
import io.durablestatus.localruntime.taskhub.store.InboxEvent;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import io.durablestatus.localruntime.taskhub.store.StoredTimer;
import io.durablestatus.localruntime.taskhub.store.WriteTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes a turn: everything it changes, in this instance and in others, in one transaction. */
final class TurnCommit {
    private final Turn turn;
    private final TurnOutcome outcome;
    private final Instant now;
    private final WriteTransaction transaction;
    private final AfterCommit after;

    private TurnCommit(Turn turn, TurnOutcome outcome, Instant now, WriteTransaction transaction, AfterCommit after) {
        this.turn = turn;
        this.outcome = outcome;
        this.now = now;
        this.transaction = transaction;
        this.after = after;
    }

    /** False when the instance was purged or replaced while the turn ran, or the turn was written before: it is void. */
    static boolean write(Turn turn, TurnOutcome outcome, Instant now, WriteTransaction transaction, AfterCommit after) {
        Optional<StoredInstance> current = transaction
                .head(turn.instanceId())
                .filter(known -> known.executionId().equals(turn.execution().executionId()))
                .filter(known -> known.turns() == turn.instance().turns())
                .filter(known -> !known.terminal());
        current.ifPresent(instance -> new TurnCommit(turn, outcome, now, transaction, after).write(instance));
        return current.isPresent();
    }

    private void write(StoredInstance current) {
        transaction.consume(current.id(), turn.consumed());
        outcome.actions().forEach(action -> carryOut(action, current));
        if (outcome.completion() == null) {
            transaction.appendHistory(current.id(), current.turns(), outcome.history());
            transaction.update(current.afterTurn(runningStatus(current), outcome.customStatus(), now));
            if (!turn.tookAll()) {
                after.ready(current.id());
            }
        } else if (outcome.continuesAsNew()) {
            continueAsNew(current);
        } else {
            transaction.appendHistory(current.id(), current.turns(), outcome.history());
            finish(current);
        }
        after.changed(current.id());
    }

    /** A suspension that came while the turn ran stays. */
    private static OrchestrationStatus runningStatus(StoredInstance current) {
        return current.state().status() == OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED
                ? OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED
                : OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
    }

    private void carryOut(OrchestratorAction action, StoredInstance current) {
        switch (action.getOrchestratorActionTypeCase()) {
            case SCHEDULETASK -> schedule(action.getId(), action.getScheduleTask(), current);
            case CREATETIMER -> {
                StoredTimer timer = new StoredTimer(
                        current.id(),
                        current.executionId(),
                        action.getId(),
                        ProtoTimes.instant(action.getCreateTimer().getFireAt()));
                transaction.addTimer(timer);
                after.timer(timer);
            }
            case CREATESUBORCHESTRATION -> startChild(action, current);
            case SENDEVENT -> send(action.getSendEvent());
            case COMPLETEORCHESTRATION, ORCHESTRATORACTIONTYPE_NOT_SET ->
                throw new IllegalArgumentException("action %d cannot be carried out".formatted(action.getId()));
        }
    }

    private void schedule(int taskId, ScheduleTaskAction task, StoredInstance current) {
        Optional<TaskFailureDetails> tooLarge =
                Limits.tooLarge("The input of activity '%s'".formatted(task.getName()), task.getInput());
        if (tooLarge.isPresent()) {
            post(current, HistoryEvents.taskFailed(taskId, tooLarge.get(), now));
            return;
        }
        ActivityRequest.Builder request = ActivityRequest.newBuilder()
                .setName(task.getName())
                .setTaskId(taskId)
                .setOrchestrationInstance(OrchestrationInstance.newBuilder()
                        .setInstanceId(current.id())
                        .setExecutionId(StringValue.of(current.executionId())));
        if (task.hasInput()) {
            request.setInput(task.getInput());
        }
        if (task.hasVersion()) {
            request.setVersion(task.getVersion());
        }
        ActivityKey key = new ActivityKey(current.id(), current.executionId(), taskId);
        transaction.addActivity(key, request.build());
        after.activity(key);
    }

    private void startChild(OrchestratorAction action, StoredInstance current) {
        var child = action.getCreateSubOrchestration();
        Optional<TaskFailureDetails> refused =
                Limits.tooLarge("The input of sub-orchestration '%s'".formatted(child.getName()), child.getInput());
        if (refused.isEmpty() && !Starts.startChild(transaction, after, child, action.getId(), current, now)) {
            refused = Optional.of(Limits.failure(
                    "OrchestrationAlreadyExists",
                    "An Orchestration instance with the ID %s already exists.".formatted(child.getInstanceId())));
        }
        refused.ifPresent(failure -> post(current, HistoryEvents.childFailed(action.getId(), failure, now)));
    }

    private void send(SendEventAction event) {
        String target = event.getInstance().getInstanceId();
        // why: as in Azure, an event for nobody, or for an instance that has ended, is dropped without an error.
        transaction.head(target).filter(known -> !known.terminal()).ifPresent(known -> {
            StringValue data = event.hasData() ? event.getData() : null;
            transaction.post(target, null, HistoryEvents.raised(event.getName(), data, now));
            after.ready(target);
        });
    }

    private void post(StoredInstance instance, HistoryEvent event) {
        transaction.post(instance.id(), instance.executionId(), event);
        after.ready(instance.id());
    }

    private void continueAsNew(StoredInstance current) {
        CompleteOrchestrationAction completion = outcome.completion();
        StoredInstance next = current.nextGeneration(
                InstanceIds.fresh(),
                outcome.output(),
                completion.hasNewVersion() ? completion.getNewVersion().getValue() : current.version(),
                outcome.customStatus(),
                now);
        dropTimers(current);
        transaction.startGeneration(next.withStatus(runningStatus(current), now));
        List<InboxEvent> queued = transaction.inbox(next.id());
        transaction.consume(next.id(), queued.stream().map(InboxEvent::sequence).toList());
        post(next, HistoryEvents.startMarker(now));
        if (suspensionIsKnownOnlyToTheOldGeneration(current, queued)) {
            transaction.post(next.id(), null, HistoryEvents.suspended(null, now));
        }
        // why: what was carried over is older than what arrived while the turn ran.
        completion.getCarryoverEventsList().stream()
                .filter(HistoryEvent::hasEventRaised)
                .forEach(event -> transaction.post(next.id(), null, event));
        queued.forEach(event -> transaction.post(next.id(), null, event.event()));
    }

    private void dropTimers(StoredInstance over) {
        if (transaction.dropTimers(over.id())) {
            after.noMoreTimers(over.executionId());
        }
    }

    private static boolean suspensionIsKnownOnlyToTheOldGeneration(StoredInstance current, List<InboxEvent> queued) {
        return current.state().status() == OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED
                && queued.stream().noneMatch(event -> event.event().hasExecutionSuspended());
    }

    private void finish(StoredInstance current) {
        StoredInstance ended = current.finished(
                outcome.completion().getOrchestrationStatus(),
                outcome.customStatus(),
                outcome.output(),
                outcome.failure(),
                now);
        transaction.update(ended);
        dropTimers(ended);
        transaction.dropInbox(ended.id());
        if (ended.state().status() == OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED) {
            transaction.dropActivities(ended.id());
        }
        if (ended.parent() != null) {
            tellParent(ended);
        }
    }

    private void tellParent(StoredInstance ended) {
        OrchestrationInstance waiting = ended.parent().getOrchestrationInstance();
        transaction
                .head(waiting.getInstanceId())
                .filter(parent -> !parent.terminal())
                .filter(parent ->
                        parent.executionId().equals(waiting.getExecutionId().getValue()))
                .ifPresent(parent -> post(parent, answer(ended)));
    }

    private HistoryEvent answer(StoredInstance ended) {
        int taskId = ended.parent().getTaskScheduledId();
        if (ended.state().status() == OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED) {
            return HistoryEvents.childCompleted(taskId, ended.state().output(), now);
        }
        TaskFailureDetails failure = ended.state().failure();
        return HistoryEvents.childFailed(
                taskId,
                failure != null
                        ? failure
                        : Limits.failure(
                                "OrchestrationTerminated",
                                "The sub-orchestration %s was terminated.".formatted(ended.id())),
                now);
    }
}
