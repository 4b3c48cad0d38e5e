package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a turn's answer means: the events it adds to the history, the actions that were not carried out before, and the
 * end of the generation, if this is it.
 *
 * @param completion null while it goes on
 * @param customStatus the one to keep
 */
record TurnOutcome(
        List<HistoryEvent> history,
        List<OrchestratorAction> actions,
        CompleteOrchestrationAction completion,
        String customStatus) {
    /** Event id of an end that no action asked for. */
    private static final int BY_THE_ENGINE = -1;

    static TurnOutcome of(Turn turn, OrchestratorResponse response) {
        String before = customStatusBefore(turn);
        String customStatus =
                response.hasCustomStatus() ? response.getCustomStatus().getValue() : before;
        Optional<TaskFailureDetails> tooLarge = Limits.customStatusTooLarge(customStatus);
        if (tooLarge.isPresent()) {
            return ended(turn, List.of(), BY_THE_ENGINE, failed(tooLarge.get()), before);
        }
        List<OrchestratorAction> actions = new ArrayList<>();
        OrchestratorAction end = null;
        for (OrchestratorAction action : response.getActionsList()) {
            if (action.hasCompleteOrchestration()) {
                end = action;
            } else if (!turn.execution().knows(action.getId())) {
                actions.add(action);
            }
        }
        if (end == null) {
            return new TurnOutcome(events(turn, actions, null), actions, null, customStatus);
        }
        requireEnd(end.getCompleteOrchestration().getOrchestrationStatus());
        return ended(turn, actions, end.getId(), capped(end.getCompleteOrchestration()), customStatus);
    }

    private static void requireEnd(OrchestrationStatus status) {
        if (status != OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW
                && !StoredInstance.terminalStatuses().contains(status)) {
            throw new IllegalArgumentException("the worker ended the orchestration with " + status);
        }
    }

    /** The end that the engine decides: a termination, or a function that could not run. */
    static TurnOutcome ended(Turn turn, CompleteOrchestrationAction completion) {
        return ended(turn, List.of(), BY_THE_ENGINE, completion, customStatusBefore(turn));
    }

    private static String customStatusBefore(Turn turn) {
        String before = turn.instance().state().customStatus();
        return before == null ? "" : before;
    }

    private static TurnOutcome ended(
            Turn turn,
            List<OrchestratorAction> actions,
            int actionId,
            CompleteOrchestrationAction completion,
            String customStatus) {
        HistoryEvent last = HistoryEvents.executionCompleted(actionId, completion, turn.at());
        return new TurnOutcome(events(turn, actions, last), actions, completion, customStatus);
    }

    static CompleteOrchestrationAction failed(TaskFailureDetails failure) {
        return CompleteOrchestrationAction.newBuilder()
                .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED)
                .setFailureDetails(failure)
                .build();
    }

    private static CompleteOrchestrationAction capped(CompleteOrchestrationAction completion) {
        return Limits.tooLarge("The orchestration's output", completion.getResult())
                .map(TurnOutcome::failed)
                .orElse(completion);
    }

    private static List<HistoryEvent> events(Turn turn, List<OrchestratorAction> actions, HistoryEvent last) {
        List<HistoryEvent> events = new ArrayList<>(turn.newEvents());
        actions.forEach(action -> events.add(HistoryEvents.ofAction(action, turn.at())));
        if (last != null) {
            events.add(last);
        }
        events.add(HistoryEvents.turnCompleted(turn.at()));
        return events;
    }

    boolean continuesAsNew() {
        return completion != null
                && completion.getOrchestrationStatus() == OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW;
    }

    /** The output of the finished instance: JSON text, or null. */
    String output() {
        StringValue result = completion.getResult();
        return completion.hasResult() ? result.getValue() : null;
    }

    TaskFailureDetails failure() {
        return completion.hasFailureDetails() ? completion.getFailureDetails() : null;
    }
}
