package io.durablestatus.functions.orchestration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.microsoft.durabletask.OrchestrationRunner;
import com.microsoft.durabletask.TaskOrchestration;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Does to one orchestrator what an engine does, without one: feeds history events turn by turn, keeps the history, and
 * leaves it to the test which activity ends when. Each turn is a second after the one before.
 */
final class InstanceDriver {
    static final Instant START = Instant.parse("2026-01-01T12:00:00.250Z");

    static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    /** An activity the orchestrator has called and that has not ended. */
    record Call(int id, String name, String input) {}

    final List<HistoryEvent> past = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();

    private final TaskOrchestration orchestrator;
    private final String name;
    private final String instanceId;
    private final Activities activities;
    private Instant now = START;
    private String customStatus = "";
    private CompleteOrchestrationAction end;
    private int turns;

    InstanceDriver(String name, TaskOrchestration orchestrator, String instanceId, Activities activities) {
        this.name = name;
        this.orchestrator = orchestrator;
        this.instanceId = instanceId;
        this.activities = activities;
    }

    void start(Object input) {
        ExecutionStartedEvent.Builder started = ExecutionStartedEvent.newBuilder()
                .setName(name)
                .setOrchestrationInstance(OrchestrationInstance.newBuilder().setInstanceId(instanceId))
                .setInput(StringValue.of(json(input)));
        turn(List.of(event(-1).setExecutionStarted(started).build()));
    }

    /** Ends the calls at these places of {@link #calls} in one turn, in this order. */
    void end(int... places) {
        List<Call> ending = java.util.Arrays.stream(places).mapToObj(calls::get).toList();
        turn(ending.stream().map(this::ended).toList());
        calls.removeAll(ending);
    }

    /** Ends one call after the other, each in a turn of its own, until the instance has ended. */
    void endAll() {
        while (end == null) {
            end(0);
        }
    }

    private HistoryEvent ended(Call call) {
        try {
            String result = activities.run(call.name(), call.input());
            return event(-1)
                    .setTaskCompleted(TaskCompletedEvent.newBuilder()
                            .setTaskScheduledId(call.id())
                            .setResult(StringValue.of(result)))
                    .build();
        } catch (IllegalStateException e) {
            return event(-1)
                    .setTaskFailed(TaskFailedEvent.newBuilder()
                            .setTaskScheduledId(call.id())
                            .setFailureDetails(TaskFailureDetails.newBuilder()
                                    .setErrorType("IllegalStateException")
                                    .setErrorMessage(e.getMessage())))
                    .build();
        }
    }

    private void turn(List<HistoryEvent> events) {
        now = now.plusSeconds(turns == 0 ? 0 : 1);
        turns++;
        List<HistoryEvent> turn = new ArrayList<>();
        turn.add(event(-1)
                .setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance())
                .build());
        turn.addAll(events);
        OrchestratorResponse response = run(orchestrator, instanceId, past, turn);
        past.addAll(turn);
        for (OrchestratorAction action : response.getActionsList()) {
            if (action.hasCompleteOrchestration()) {
                end = action.getCompleteOrchestration();
            } else {
                schedule(action);
            }
        }
        past.add(event(-1)
                .setOrchestratorCompleted(OrchestratorCompletedEvent.getDefaultInstance())
                .build());
        customStatus = response.getCustomStatus().getValue();
    }

    private void schedule(OrchestratorAction action) {
        String activity = action.getScheduleTask().getName();
        calls.add(new Call(
                action.getId(), activity, action.getScheduleTask().getInput().getValue()));
        // why: the host does not keep an activity's input in the history either.
        past.add(event(action.getId())
                .setTaskScheduled(TaskScheduledEvent.newBuilder().setName(activity))
                .build());
    }

    static OrchestratorResponse run(
            TaskOrchestration orchestrator, String instanceId, List<HistoryEvent> past, List<HistoryEvent> turn) {
        OrchestratorRequest request = OrchestratorRequest.newBuilder()
                .setInstanceId(instanceId)
                .addAllPastEvents(past)
                .addAllNewEvents(turn)
                .build();
        try {
            return OrchestratorResponse.parseFrom(OrchestrationRunner.loadAndRun(request.toByteArray(), orchestrator));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private HistoryEvent.Builder event(int id) {
        return HistoryEvent.newBuilder()
                .setEventId(id)
                .setTimestamp(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
    }

    boolean hasEnded() {
        return end != null;
    }

    CompleteOrchestrationAction end() {
        return end;
    }

    int turns() {
        return turns;
    }

    String rawCustomStatus() {
        return customStatus;
    }

    <T> T customStatus(Class<T> type) {
        return read(customStatus, type);
    }

    <T> T output(Class<T> type) {
        return read(end.getResult().getValue(), type);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
