package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ScheduleTaskAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers of SDKs newer than the one in use do, whose fields that one's protocol does not know. */
@Timeout(60)
class NewerWorkerTest extends WorkerByHand {
    private static final int TOKEN_OF_ITEM = 10;
    private static final int TOKEN_OF_TURN = 4;
    private static final int TOKEN_OF_ACTIVITY = 5;
    private static final int IS_PARTIAL = 8;

    @Test
    void an_answer_to_an_item_that_went_to_another_worker_is_late() {
        Worker first = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        WorkItem lost = first.next();
        first.leave();
        hub.client.raiseEvent(id, "meanwhile");
        WorkItem again = new Worker().next();

        stub.completeOrchestratorTask(turn(id, token(lost)).build());
        assertThat(hub.instances().history(id)).isEmpty();
        stub.completeOrchestratorTask(turn(id, token(again))
                .addActions(OrchestratorAction.newBuilder()
                        .setId(1)
                        .setCompleteOrchestration(CompleteOrchestrationAction.newBuilder()
                                .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED)))
                .build());

        assertThat(hub.instances().find(id).orElseThrow().status())
                .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
        assertThat(hub.instances().history(id))
                .filteredOn(HistoryEvent::hasEventRaised)
                .hasSize(1);
    }

    @Test
    void an_activity_is_answered_by_its_own_token_only() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        stub.completeOrchestratorTask(
                turn(id, token(worker.next())).addActions(schedule(0)).build());
        String token = token(worker.next());

        stub.completeActivityTask(done(id, "another"));
        stub.completeActivityTask(done(id, token));

        List<HistoryEvent> news = worker.next().getOrchestratorRequest().getNewEventsList();
        assertThat(news)
                .filteredOn(HistoryEvent::hasTaskCompleted)
                .extracting(event -> event.getTaskCompleted().getResult().getValue())
                .containsExactly(token);
    }

    @Test
    void an_answer_in_parts_is_one_turn() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        String token = token(worker.next());

        stub.completeOrchestratorTask(
                partial(turn(id, token).addActions(schedule(0))).build());
        stub.completeOrchestratorTask(
                partial(turn(id, token).addActions(schedule(1))).build());
        assertThat(hub.instances().history(id)).isEmpty();
        stub.completeOrchestratorTask(turn(id, token).addActions(schedule(2)).build());

        assertThat(List.of(worker.next(), worker.next(), worker.next()))
                .extracting(item -> item.getActivityRequest().getTaskId())
                .containsExactly(0, 1, 2);
        assertThat(hub.instances().history(id))
                .filteredOn(HistoryEvent::hasOrchestratorCompleted)
                .hasSize(1);
    }

    @Test
    void parts_of_a_worker_that_left_are_forgotten() {
        Worker first = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        String lost = token(first.next());
        stub.completeOrchestratorTask(
                partial(turn(id, lost).addActions(schedule(0))).build());
        first.leave();

        Worker second = new Worker();
        stub.completeOrchestratorTask(
                turn(id, token(second.next())).addActions(schedule(0)).build());

        assertThat(second.next().hasActivityRequest()).isTrue();
        assertThat(hub.instances().history(id))
                .filteredOn(HistoryEvent::hasTaskScheduled)
                .hasSize(1);
    }

    @Test
    void an_action_the_protocol_does_not_know_fails_its_instance_and_says_why() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        OrchestratorAction toAnEntity = OrchestratorAction.newBuilder()
                .setId(3)
                .setUnknownFields(text(8, ""))
                .build();
        stub.completeOrchestratorTask(
                turn(id, token(worker.next())).addActions(toAnEntity).build());

        InstanceRecord failed = hub.instances().awaitCompletion(id, Hub.SOON).orElseThrow();
        assertThat(failed.status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        assertThat(failed.failure().getErrorMessage())
                .contains("Action 3")
                .contains("entities")
                .contains("not supported");
    }

    @Test
    void calls_the_protocol_does_not_know_are_said_to_be_missing() {
        for (String call :
                List.of("RestartInstance", "ListInstanceIds", "StreamInstanceHistory", "SignalEntity", "GetEntity")) {
            MethodDescriptor<Empty, Empty> method = MethodDescriptor.<Empty, Empty>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("TaskHubSidecarService/" + call)
                    .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                    .build();
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                            channel, method, CallOptions.DEFAULT, Empty.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("UNIMPLEMENTED");
        }
    }

    private static String token(WorkItem item) {
        return item.getUnknownFields()
                .getField(TOKEN_OF_ITEM)
                .getLengthDelimitedList()
                .get(0)
                .toStringUtf8();
    }

    private static OrchestratorResponse.Builder turn(String id, String token) {
        return OrchestratorResponse.newBuilder().setInstanceId(id).setUnknownFields(text(TOKEN_OF_TURN, token));
    }

    private static OrchestratorResponse.Builder partial(OrchestratorResponse.Builder answer) {
        return answer.mergeUnknownFields(UnknownFieldSet.newBuilder()
                .addField(IS_PARTIAL, Field.newBuilder().addVarint(1).build())
                .build());
    }

    private static OrchestratorAction schedule(int taskId) {
        return OrchestratorAction.newBuilder()
                .setId(taskId)
                .setScheduleTask(ScheduleTaskAction.newBuilder().setName("Any"))
                .build();
    }

    private static ActivityResponse done(String id, String token) {
        return ActivityResponse.newBuilder()
                .setInstanceId(id)
                .setTaskId(0)
                .setResult(StringValue.of(token))
                .setUnknownFields(text(TOKEN_OF_ACTIVITY, token))
                .build();
    }

    private static UnknownFieldSet text(int number, String value) {
        Field field = Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(value))
                .build();
        return UnknownFieldSet.newBuilder().addField(number, field).build();
    }
}
