package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code historyEvents} as the extension reshapes the framework's history: turns are left out, a scheduled task or child is
 * folded into its completion, ids and versions are dropped.
 */
final class HistoryJson {
    /** What a completion takes over from the event that scheduled it, and where that one stands. */
    private record Scheduled(int position, String name, String scheduledTime, JsonNode input) {}

    private final boolean showOutput;
    private final Map<Integer, Scheduled> tasks = new HashMap<>();
    private final Map<Integer, Scheduled> children = new HashMap<>();
    private final Map<Integer, ObjectNode> shown = new TreeMap<>();

    private HistoryJson(boolean showOutput) {
        this.showOutput = showOutput;
    }

    static ArrayNode of(List<HistoryEvent> events, boolean showInput, boolean showOutput) {
        HistoryJson history = new HistoryJson(showOutput);
        for (int position = 0; position < events.size(); position++) {
            history.add(position, events.get(position));
        }
        ArrayNode json = Json.nodes().arrayNode();
        history.shown.values().forEach(event -> json.add(showInput ? event : event.without("Input")));
        return json;
    }

    private void add(int position, HistoryEvent event) {
        String time = Json.ticks(instant(event.getTimestamp()));
        switch (event.getEventTypeCase()) {
            case ORCHESTRATORSTARTED, ORCHESTRATORCOMPLETED, EVENTTYPE_NOT_SET -> {}
            case TASKSCHEDULED -> {
                // why: Azure does not keep activity inputs in the history.
                ObjectNode json = base("TaskScheduled", time)
                        .put("Name", event.getTaskScheduled().getName())
                        .putNull("Input");
                tasks.put(event.getEventId(), scheduled(position, json));
            }
            case SUBORCHESTRATIONINSTANCECREATED -> {
                var created = event.getSubOrchestrationInstanceCreated();
                ObjectNode json = base("SubOrchestrationInstanceCreated", time)
                        .put("InstanceId", created.getInstanceId())
                        .put("Name", created.getName())
                        .set("Input", text(created.getInput()));
                children.put(event.getEventId(), scheduled(position, json));
            }
            case TASKCOMPLETED -> {
                var completed = event.getTaskCompleted();
                ObjectNode json = withResult(base("TaskCompleted", time), completed.getResult());
                fold(position, json, tasks.get(completed.getTaskScheduledId()));
            }
            case TASKFAILED -> {
                var failed = event.getTaskFailed();
                Scheduled task = tasks.get(failed.getTaskScheduledId());
                String name = task == null ? "" : task.name();
                String reason = "Function '" + name + "' failed with an unhandled exception.";
                fold(position, failed(base("TaskFailed", time), reason, failed.getFailureDetails()), task);
            }
            case SUBORCHESTRATIONINSTANCECOMPLETED -> {
                var completed = event.getSubOrchestrationInstanceCompleted();
                ObjectNode json = withResult(base("SubOrchestrationInstanceCompleted", time), completed.getResult());
                fold(position, json, children.get(completed.getTaskScheduledId()));
            }
            case SUBORCHESTRATIONINSTANCEFAILED -> {
                var failed = event.getSubOrchestrationInstanceFailed();
                TaskFailureDetails details = failed.getFailureDetails();
                ObjectNode json =
                        failed(base("SubOrchestrationInstanceFailed", time), details.getErrorMessage(), details);
                fold(position, json, children.get(failed.getTaskScheduledId()));
            }
            default -> shown.put(position, plain(event, time));
        }
    }

    private ObjectNode plain(HistoryEvent event, String time) {
        return switch (event.getEventTypeCase()) {
            case EXECUTIONSTARTED -> started(time, event.getExecutionStarted());
            case EXECUTIONCOMPLETED -> ended(time, event.getExecutionCompleted());
            case EXECUTIONTERMINATED ->
                base("ExecutionTerminated", time)
                        .set("Input", text(event.getExecutionTerminated().getInput()));
            case EXECUTIONSUSPENDED ->
                base("ExecutionSuspended", time)
                        .set("Reason", text(event.getExecutionSuspended().getInput()));
            case EXECUTIONRESUMED ->
                base("ExecutionResumed", time)
                        .set("Reason", text(event.getExecutionResumed().getInput()));
            case TIMERCREATED ->
                base("TimerCreated", time)
                        .put(
                                "FireAt",
                                Json.ticks(instant(event.getTimerCreated().getFireAt())));
            case TIMERFIRED ->
                base("TimerFired", time)
                        .put("FireAt", Json.ticks(instant(event.getTimerFired().getFireAt())));
            case EVENTRAISED ->
                base("EventRaised", time)
                        .put("Name", event.getEventRaised().getName())
                        .set("Input", text(event.getEventRaised().getInput()));
            case EVENTSENT ->
                base("EventSent", time)
                        .put("InstanceId", event.getEventSent().getInstanceId())
                        .put("Name", event.getEventSent().getName())
                        .set("Input", text(event.getEventSent().getInput()));
            case GENERICEVENT ->
                base("GenericEvent", time).put("Data", event.getGenericEvent().getData());
            case CONTINUEASNEW ->
                base("ContinueAsNew", time)
                        .set("Result", text(event.getContinueAsNew().getInput()));
            default -> base(event.getEventTypeCase().name(), time);
        };
    }

    private static ObjectNode started(String time, ExecutionStartedEvent started) {
        ObjectNode json = base("ExecutionStarted", time);
        json.set("Input", text(started.getInput()));
        json.putNull("Correlation");
        if (started.hasScheduledStartTimestamp()) {
            json.put("ScheduledStartTime", Json.ticks(instant(started.getScheduledStartTimestamp())));
        } else {
            json.putNull("ScheduledStartTime");
        }
        return json.put("Generation", 0).put("FunctionName", started.getName());
    }

    private ObjectNode ended(String time, ExecutionCompletedEvent completed) {
        ObjectNode json = base("ExecutionCompleted", time)
                .put(
                        "OrchestrationStatus",
                        RuntimeStatus.of(completed.getOrchestrationStatus()).name());
        withResult(json, completed.getResult());
        return json.set(
                "FailureDetails", failure(completed.hasFailureDetails() ? completed.getFailureDetails() : null));
    }

    private Scheduled scheduled(int position, ObjectNode json) {
        shown.put(position, json);
        return new Scheduled(
                position, json.get("Name").textValue(), json.get("Timestamp").textValue(), json.get("Input"));
    }

    private void fold(int position, ObjectNode completion, Scheduled scheduled) {
        if (scheduled != null) {
            completion.put("ScheduledTime", scheduled.scheduledTime()).put("FunctionName", scheduled.name());
            completion.set("Input", scheduled.input());
            shown.remove(scheduled.position());
        }
        shown.put(position, completion);
    }

    private ObjectNode withResult(ObjectNode json, StringValue result) {
        return showOutput ? json.set("Result", Json.payload(nullable(result))) : json;
    }

    private static ObjectNode failed(ObjectNode json, String reason, TaskFailureDetails details) {
        return json.put("Reason", reason).putNull("Details").set("FailureDetails", failure(details));
    }

    private static JsonNode failure(TaskFailureDetails details) {
        if (details == null) {
            return Json.nodes().nullNode();
        }
        ObjectNode json =
                Json.object().put("ErrorType", details.getErrorType()).put("ErrorMessage", details.getErrorMessage());
        json.set("StackTrace", text(details.getStackTrace()));
        json.set("InnerFailure", failure(details.hasInnerFailure() ? details.getInnerFailure() : null));
        return json.put("IsNonRetriable", details.getIsNonRetriable());
    }

    private static ObjectNode base(String type, String time) {
        return Json.object().put("EventType", type).put("Timestamp", time);
    }

    /** The payload's text itself, not its JSON; the protocol writes an absent one as "". */
    private static JsonNode text(StringValue value) {
        String text = nullable(value);
        return text == null ? Json.nodes().nullNode() : Json.nodes().textNode(text);
    }

    private static String nullable(StringValue value) {
        return value.getValue().isEmpty() ? null : value.getValue();
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
