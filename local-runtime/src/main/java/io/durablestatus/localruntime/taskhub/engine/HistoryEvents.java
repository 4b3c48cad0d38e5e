package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.EventRaisedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.EventSentEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionResumedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionSuspendedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ExecutionTerminatedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCreatedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceFailedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskCompletedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TimerCreatedEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TimerFiredEvent;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import io.durablestatus.localruntime.taskhub.store.StoredTimer;
import java.time.Instant;

/** Makes history events. An event that answers an action, or comes from outside, has the event id -1. */
final class HistoryEvents {
    private static final int NO_ACTION = -1;

    private HistoryEvents() {}

    static HistoryEvent turnStarted(Instant at) {
        return event(NO_ACTION, at)
                .setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance())
                .build();
    }

    static HistoryEvent turnCompleted(Instant at) {
        return event(NO_ACTION, at)
                .setOrchestratorCompleted(OrchestratorCompletedEvent.getDefaultInstance())
                .build();
    }

    /** Stands for the start in the inbox; the turn takes the rest from the instance, so that the input is kept once. */
    static HistoryEvent startMarker(Instant at) {
        return event(NO_ACTION, at)
                .setExecutionStarted(ExecutionStartedEvent.getDefaultInstance())
                .build();
    }

    static HistoryEvent executionStarted(StoredInstance instance, HistoryEvent marker) {
        ExecutionStartedEvent.Builder started = ExecutionStartedEvent.newBuilder()
                .setName(instance.state().name())
                .setOrchestrationInstance(OrchestrationInstance.newBuilder()
                        .setInstanceId(instance.id())
                        .setExecutionId(StringValue.of(instance.executionId())));
        if (instance.version() != null) {
            started.setVersion(StringValue.of(instance.version()));
        }
        if (instance.state().input() != null) {
            started.setInput(StringValue.of(instance.state().input()));
        }
        if (instance.parent() != null) {
            started.setParentInstance(instance.parent());
        }
        if (instance.state().scheduledAt() != null) {
            started.setScheduledStartTimestamp(
                    ProtoTimes.timestamp(instance.state().scheduledAt()));
        }
        return marker.toBuilder().setExecutionStarted(started).build();
    }

    static HistoryEvent executionCompleted(int actionId, CompleteOrchestrationAction action, Instant at) {
        ExecutionCompletedEvent.Builder completed =
                ExecutionCompletedEvent.newBuilder().setOrchestrationStatus(action.getOrchestrationStatus());
        if (action.hasResult()) {
            completed.setResult(action.getResult());
        }
        if (action.hasFailureDetails()) {
            completed.setFailureDetails(action.getFailureDetails());
        }
        return event(actionId, at).setExecutionCompleted(completed).build();
    }

    static HistoryEvent terminated(String reason, Instant at) {
        ExecutionTerminatedEvent.Builder terminated = ExecutionTerminatedEvent.newBuilder();
        if (reason != null) {
            terminated.setInput(StringValue.of(reason));
        }
        return event(NO_ACTION, at).setExecutionTerminated(terminated).build();
    }

    static HistoryEvent suspended(String reason, Instant at) {
        ExecutionSuspendedEvent.Builder suspended = ExecutionSuspendedEvent.newBuilder();
        if (reason != null) {
            suspended.setInput(StringValue.of(reason));
        }
        return event(NO_ACTION, at).setExecutionSuspended(suspended).build();
    }

    static HistoryEvent resumed(String reason, Instant at) {
        ExecutionResumedEvent.Builder resumed = ExecutionResumedEvent.newBuilder();
        if (reason != null) {
            resumed.setInput(StringValue.of(reason));
        }
        return event(NO_ACTION, at).setExecutionResumed(resumed).build();
    }

    static HistoryEvent raised(String name, StringValue json, Instant at) {
        EventRaisedEvent.Builder raised = EventRaisedEvent.newBuilder().setName(name);
        if (json != null) {
            raised.setInput(json);
        }
        return event(NO_ACTION, at).setEventRaised(raised).build();
    }

    static HistoryEvent timerFired(StoredTimer timer, Instant at) {
        return event(NO_ACTION, at)
                .setTimerFired(TimerFiredEvent.newBuilder()
                        .setTimerId(timer.timerId())
                        .setFireAt(ProtoTimes.timestamp(timer.fireAt())))
                .build();
    }

    static HistoryEvent taskEnded(ActivityResponse response, Instant at) {
        if (response.hasFailureDetails()) {
            return taskFailed(response.getTaskId(), response.getFailureDetails(), at);
        }
        TaskCompletedEvent.Builder completed = TaskCompletedEvent.newBuilder().setTaskScheduledId(response.getTaskId());
        if (response.hasResult()) {
            completed.setResult(response.getResult());
        }
        return event(NO_ACTION, at).setTaskCompleted(completed).build();
    }

    static HistoryEvent taskFailed(int taskId, TaskFailureDetails failure, Instant at) {
        return event(NO_ACTION, at)
                .setTaskFailed(
                        TaskFailedEvent.newBuilder().setTaskScheduledId(taskId).setFailureDetails(failure))
                .build();
    }

    static HistoryEvent childCompleted(int taskId, String result, Instant at) {
        SubOrchestrationInstanceCompletedEvent.Builder completed =
                SubOrchestrationInstanceCompletedEvent.newBuilder().setTaskScheduledId(taskId);
        if (result != null) {
            completed.setResult(StringValue.of(result));
        }
        return event(NO_ACTION, at)
                .setSubOrchestrationInstanceCompleted(completed)
                .build();
    }

    static HistoryEvent childFailed(int taskId, TaskFailureDetails failure, Instant at) {
        return event(NO_ACTION, at)
                .setSubOrchestrationInstanceFailed(SubOrchestrationInstanceFailedEvent.newBuilder()
                        .setTaskScheduledId(taskId)
                        .setFailureDetails(failure))
                .build();
    }

    /** What an action leaves in the history. As in Azure, the input of an activity is not kept. */
    static HistoryEvent ofAction(OrchestratorAction action, Instant at) {
        HistoryEvent.Builder event = event(action.getId(), at);
        switch (action.getOrchestratorActionTypeCase()) {
            case SCHEDULETASK -> {
                TaskScheduledEvent.Builder scheduled = TaskScheduledEvent.newBuilder()
                        .setName(action.getScheduleTask().getName());
                if (action.getScheduleTask().hasVersion()) {
                    scheduled.setVersion(action.getScheduleTask().getVersion());
                }
                event.setTaskScheduled(scheduled);
            }
            case CREATETIMER ->
                event.setTimerCreated(TimerCreatedEvent.newBuilder()
                        .setFireAt(action.getCreateTimer().getFireAt()));
            case CREATESUBORCHESTRATION -> {
                var child = action.getCreateSubOrchestration();
                SubOrchestrationInstanceCreatedEvent.Builder created = SubOrchestrationInstanceCreatedEvent.newBuilder()
                        .setInstanceId(child.getInstanceId())
                        .setName(child.getName());
                if (child.hasVersion()) {
                    created.setVersion(child.getVersion());
                }
                if (child.hasInput()) {
                    created.setInput(child.getInput());
                }
                event.setSubOrchestrationInstanceCreated(created);
            }
            case SENDEVENT ->
                event.setEventSent(EventSentEvent.newBuilder()
                        .setInstanceId(action.getSendEvent().getInstance().getInstanceId())
                        .setName(action.getSendEvent().getName()));
            case COMPLETEORCHESTRATION, ORCHESTRATORACTIONTYPE_NOT_SET ->
                throw new IllegalArgumentException("action %d leaves no such event".formatted(action.getId()));
        }
        return event.build();
    }

    private static HistoryEvent.Builder event(int id, Instant at) {
        return HistoryEvent.newBuilder().setEventId(id).setTimestamp(ProtoTimes.timestamp(at));
    }
}
