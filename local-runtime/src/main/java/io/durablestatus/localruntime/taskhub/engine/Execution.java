package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The committed history of one generation of an instance, in memory, with what is derived from it. Only the turn under
 * way touches it, and there is only one.
 */
final class Execution {
    private final String executionId;
    private final List<HistoryEvent> replayed = new ArrayList<>();
    private final Set<Integer> actions = new HashSet<>();
    private final Set<Integer> open = new HashSet<>();
    private Instant lastTurnAt = Instant.EPOCH;
    private long bytes;
    private boolean stuckReported;

    Execution(String executionId, List<HistoryEvent> history) {
        this.executionId = executionId;
        append(history);
    }

    void append(List<HistoryEvent> events) {
        for (HistoryEvent event : events) {
            if (event.getEventId() >= 0 && !event.hasExecutionCompleted()) {
                actions.add(event.getEventId());
            }
            note(event);
            // why: the Java SDK refuses a history with EventSent in it; the engine needs it to send only once.
            if (!event.hasEventSent()) {
                replayed.add(event);
                bytes += event.getSerializedSize();
            }
        }
    }

    private void note(HistoryEvent event) {
        switch (event.getEventTypeCase()) {
            case ORCHESTRATORSTARTED -> lastTurnAt = ProtoTimes.instant(event.getTimestamp());
            case TASKSCHEDULED, TIMERCREATED, SUBORCHESTRATIONINSTANCECREATED -> open.add(event.getEventId());
            case TASKCOMPLETED -> open.remove(event.getTaskCompleted().getTaskScheduledId());
            case TASKFAILED -> open.remove(event.getTaskFailed().getTaskScheduledId());
            case TIMERFIRED -> open.remove(event.getTimerFired().getTimerId());
            case SUBORCHESTRATIONINSTANCECOMPLETED ->
                open.remove(event.getSubOrchestrationInstanceCompleted().getTaskScheduledId());
            case SUBORCHESTRATIONINSTANCEFAILED ->
                open.remove(event.getSubOrchestrationInstanceFailed().getTaskScheduledId());
            default -> {}
        }
    }

    String executionId() {
        return executionId;
    }

    /** What an SDK is given as past events. */
    List<HistoryEvent> replayed() {
        return replayed;
    }

    /** Size of {@link #replayed} on the wire; in memory it is some times as much. */
    long bytes() {
        return bytes;
    }

    /** Whether the history has an action of this id: then it was carried out and is not again. */
    boolean knows(int actionId) {
        return actions.contains(actionId);
    }

    Instant lastTurnAt() {
        return lastTurnAt;
    }

    /**
     * True once, when an answer came in, nothing more is under way and the orchestrator asked for nothing: it waits for an
     * event from outside, or the SDK swallowed the error of reading a result of another type and waits for ever.
     */
    boolean seemsStuck(List<HistoryEvent> turn) {
        if (stuckReported || !open.isEmpty()) {
            return false;
        }
        stuckReported = turn.stream()
                .anyMatch(event -> event.hasTaskCompleted() || event.hasSubOrchestrationInstanceCompleted());
        return stuckReported;
    }
}
