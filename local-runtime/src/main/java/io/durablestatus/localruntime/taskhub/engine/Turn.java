package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.durablestatus.localruntime.taskhub.store.InboxEvent;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One turn of an orchestration: its history and every event that waited for it when the turn was taken. */
public final class Turn implements Work {
    private final StoredInstance instance;
    private final Execution execution;
    private final List<InboxEvent> events;
    private final Instant at;
    private final boolean all;

    Turn(StoredInstance instance, Execution execution, List<InboxEvent> events, Instant now) {
        this(instance, execution, events, timeOf(execution, events, now), true);
    }

    private Turn(StoredInstance instance, Execution execution, List<InboxEvent> events, Instant at, boolean all) {
        this.instance = instance;
        this.execution = execution;
        this.events = List.copyOf(events);
        this.at = at;
        this.all = all;
    }

    /**
     * Whole milliseconds, as the SDK sees them, and strictly later than the turn before and than every timer that fired:
     * else the SDK sets the timer again and later action ids shift.
     */
    private static Instant timeOf(Execution execution, List<InboxEvent> events, Instant now) {
        Instant at = now;
        for (InboxEvent event : events) {
            if (event.event().hasTimerFired()) {
                at = later(at, ProtoTimes.instant(event.event().getTimerFired().getFireAt()));
            }
        }
        return Instant.ofEpochMilli(later(at, execution.lastTurnAt()).toEpochMilli());
    }

    private static Instant later(Instant at, Instant other) {
        return at.toEpochMilli() > other.toEpochMilli() ? at : other.plusMillis(1);
    }

    public String instanceId() {
        return instance.id();
    }

    public String orchestrator() {
        return instance.state().name();
    }

    public OrchestratorRequest request() {
        return OrchestratorRequest.newBuilder()
                .setInstanceId(instance.id())
                .setExecutionId(StringValue.of(instance.executionId()))
                .addAllPastEvents(execution.replayed())
                .addAllNewEvents(newEvents())
                .build();
    }

    public boolean hasSeveralEvents() {
        return events.size() > 1;
    }

    /** The same turn with its first event only; the rest waits for the next turn. */
    public Turn firstEventOnly() {
        return first(1);
    }

    /**
     * The same turn up to the first event, but the very first, that a retried task of the Java SDK answers with a timer: if
     * an event before it ended the orchestrator, that answer throws, and the only thread of the SDK's worker dies.
     */
    public Turn safeForAnyWorker() {
        for (int i = 1; i < events.size(); i++) {
            HistoryEvent event = events.get(i).event();
            if (event.hasTaskFailed() || event.hasSubOrchestrationInstanceFailed() || event.hasTimerFired()) {
                return first(i);
            }
        }
        return this;
    }

    private Turn first(int count) {
        return new Turn(instance, execution, events.subList(0, count), at, false);
    }

    List<HistoryEvent> newEvents() {
        List<HistoryEvent> list = new ArrayList<>(events.size() + 1);
        list.add(HistoryEvents.turnStarted(at));
        events.forEach(event -> list.add(event.event()));
        return list;
    }

    List<Long> consumed() {
        return events.stream().map(InboxEvent::sequence).toList();
    }

    /** False when events that waited were left for the next turn. */
    boolean tookAll() {
        return all;
    }

    StoredInstance instance() {
        return instance;
    }

    Execution execution() {
        return execution;
    }

    Instant at() {
        return at;
    }
}
