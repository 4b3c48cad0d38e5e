package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionTerminatedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.durablestatus.localruntime.taskhub.store.InboxEvent;
import io.durablestatus.localruntime.taskhub.store.Store;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends turns. */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Store store;
    private final Changes changes;
    private final InstantSource clock;
    private final Executions executions = new Executions();

    Turns(Store store, Changes changes, InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    /** The turn of an instance that is ready; empty when nothing is left for user code to do. */
    Optional<Turn> begin(String instanceId) {
        Optional<Turn> turn = read(instanceId);
        Optional<HistoryEvent> terminated = turn.flatMap(t -> t.newEvents().stream()
                .filter(HistoryEvent::hasExecutionTerminated)
                .findFirst());
        if (terminated.isEmpty()) {
            return turn;
        }
        commit(
                turn.get(),
                TurnOutcome.ended(turn.get(), termination(terminated.get().getExecutionTerminated())));
        return Optional.empty();
    }

    private Optional<Turn> read(String instanceId) {
        List<InboxEvent> inbox = new ArrayList<>();
        StoredInstance instance = store.read(transaction -> {
            inbox.addAll(transaction.inbox(instanceId));
            StoredInstance head = transaction.head(instanceId).orElse(null);
            return head == null || head.turns() > 0
                    ? head
                    : transaction.instance(instanceId).orElse(null);
        });
        if (instance == null || instance.terminal() || inbox.isEmpty()) {
            return Optional.empty();
        }
        // why: an answer to a generation that is over; it can only be seen when a purge and a start came in between.
        inbox.removeIf(
                event -> event.executionId() != null && !event.executionId().equals(instance.executionId()));
        if (instance.turns() == 0 && !moveStartToFront(instance, inbox)) {
            // Not due yet: only a termination cannot wait.
            inbox.removeIf(event -> !event.event().hasExecutionTerminated());
        }
        if (inbox.isEmpty()) {
            return Optional.empty();
        }
        Execution execution = executions.take(
                instanceId, instance.executionId(), () -> store.read(transaction -> transaction.history(instanceId)));
        return Optional.of(new Turn(instance, execution, inbox, clock.instant()));
    }

    private static boolean moveStartToFront(StoredInstance instance, List<InboxEvent> inbox) {
        for (int i = 0; i < inbox.size(); i++) {
            InboxEvent event = inbox.get(i);
            if (event.event().hasExecutionStarted()) {
                inbox.remove(i);
                HistoryEvent full = HistoryEvents.executionStarted(instance, event.event());
                inbox.add(0, new InboxEvent(event.sequence(), event.executionId(), full));
                return true;
            }
        }
        return false;
    }

    private static CompleteOrchestrationAction termination(ExecutionTerminatedEvent terminated) {
        CompleteOrchestrationAction.Builder end = CompleteOrchestrationAction.newBuilder()
                .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
        if (terminated.hasInput()) {
            end.setResult(StringValue.of(terminated.getInput().getValue()));
        }
        return end.build();
    }

    void complete(Turn turn, OrchestratorResponse response) {
        commit(turn, TurnOutcome.of(turn, response));
    }

    /** Ends the instance because its function cannot run. */
    void fail(Turn turn, Exception cause) {
        LOG.warn("Orchestrator '{}' of {} cannot run", turn.orchestrator(), turn.instanceId(), cause);
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        commit(
                turn,
                TurnOutcome.ended(
                        turn, TurnOutcome.failed(Limits.failure(cause.getClass().getName(), message))));
    }

    private void commit(Turn turn, TurnOutcome outcome) {
        boolean written = changes.make(
                (transaction, after) -> TurnCommit.write(turn, outcome, clock.instant(), transaction, after));
        if (!written || outcome.completion() != null) {
            return;
        }
        Execution execution = turn.execution();
        execution.append(outcome.history());
        if (outcome.actions().isEmpty() && execution.seemsStuck(outcome.history())) {
            LOG.warn(
                    "Orchestration {} got an answer, asked for nothing and has nothing under way. It waits for an event"
                            + " from outside, or a result could not be read as the type the orchestrator asked for.",
                    turn.instanceId());
        }
        executions.keep(turn.instanceId(), execution);
    }
}
