package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateTaskHubRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.DeleteTaskHubRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.RewindInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ScheduleTaskAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worker's side of the protocol, message by message, with what a real worker does only when things go wrong. */
@Timeout(60)
class WorkerStreamTest extends WorkerByHand {
    private static OrchestratorResponse schedule(String id, int taskId) {
        return OrchestratorResponse.newBuilder()
                .setInstanceId(id)
                .addActions(OrchestratorAction.newBuilder()
                        .setId(taskId)
                        .setScheduleTask(
                                ScheduleTaskAction.newBuilder().setName("Any").setInput(StringValue.of("1"))))
                .build();
    }

    private static OrchestratorResponse complete(String id, String result) {
        return OrchestratorResponse.newBuilder()
                .setInstanceId(id)
                .addActions(OrchestratorAction.newBuilder()
                        .setId(99)
                        .setCompleteOrchestration(CompleteOrchestrationAction.newBuilder()
                                .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED)
                                .setResult(StringValue.of(result))))
                .build();
    }

    private static ActivityResponse done(String id, int taskId) {
        return ActivityResponse.newBuilder()
                .setInstanceId(id)
                .setTaskId(taskId)
                .setResult(StringValue.of("7"))
                .build();
    }

    @Test
    void a_worker_may_say_hello_first() {
        assertThat(stub.hello(Empty.getDefaultInstance())).isEqualTo(Empty.getDefaultInstance());
    }

    @Test
    void answers_to_nothing_are_accepted() {
        assertThatCode(() -> {
                    stub.completeOrchestratorTask(complete("nobody", "1"));
                    stub.completeActivityTask(done("nobody", 1));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void an_answer_that_comes_twice_counts_once() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        assertThat(worker.next().getOrchestratorRequest().getInstanceId()).isEqualTo(id);
        stub.completeOrchestratorTask(schedule(id, 0));
        stub.completeOrchestratorTask(complete(id, "\"stale\""));
        assertThat(worker.next().getActivityRequest().getTaskId()).isZero();
        stub.completeActivityTask(done(id, 0));
        stub.completeActivityTask(done(id, 0));
        WorkItem last = worker.next();
        stub.completeOrchestratorTask(complete(id, "\"end\""));

        assertThat(last.getOrchestratorRequest().getNewEventsList())
                .filteredOn(HistoryEvent::hasTaskCompleted)
                .hasSize(1);
        assertThat(hub.instances().awaitCompletion(id, Hub.SOON).orElseThrow().output())
                .isEqualTo("\"end\"");
    }

    @Test
    void what_a_worker_had_when_it_left_goes_to_the_next_one() {
        Worker first = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        first.next();
        first.leave();

        Worker second = new Worker();
        assertThat(second.next().getOrchestratorRequest().getInstanceId()).isEqualTo(id);
        stub.completeOrchestratorTask(schedule(id, 0));
        assertThat(second.next().hasActivityRequest()).isTrue();
        second.leave();

        Worker third = new Worker();
        assertThat(third.next().getActivityRequest().getOrchestrationInstance().getInstanceId())
                .isEqualTo(id);
    }

    @Test
    void a_worker_gets_sixteen_items_ahead_in_order_and_the_rest_goes_to_others() {
        List<String> ids = IntStream.range(0, 20)
                .mapToObj(i -> hub.client.scheduleNewOrchestrationInstance("Any", null, "n" + i))
                .toList();
        Worker first = new Worker();
        List<String> taken = Stream.generate(first::next)
                .limit(16)
                .map(item -> item.getOrchestratorRequest().getInstanceId())
                .toList();
        Worker second = new Worker();
        List<String> rest = Stream.generate(second::next)
                .limit(4)
                .map(item -> item.getOrchestratorRequest().getInstanceId())
                .toList();
        assertThat(taken).isEqualTo(ids.subList(0, 16));
        assertThat(rest).isEqualTo(ids.subList(16, 20));
    }

    @Test
    void an_action_the_history_has_is_not_carried_out_again() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        worker.next();
        stub.completeOrchestratorTask(schedule(id, 0));
        assertThat(worker.next().hasActivityRequest()).isTrue();
        hub.client.raiseEvent(id, "again");
        assertThat(worker.next().getOrchestratorRequest().getPastEventsCount()).isEqualTo(4);
        stub.completeOrchestratorTask(schedule(id, 0));
        hub.client.raiseEvent(id, "again");
        assertThat(worker.next().hasOrchestratorRequest()).isTrue();
        stub.completeOrchestratorTask(complete(id, "1"));

        assertThat(hub.instances().history(id))
                .filteredOn(HistoryEvent::hasTaskScheduled)
                .hasSize(1);
    }

    @Test
    void a_failure_behind_another_event_comes_in_a_turn_of_its_own() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        worker.next();
        stub.completeOrchestratorTask(schedule(id, 0).toBuilder()
                .addActions(schedule(id, 1).getActions(0))
                .addActions(schedule(id, 2).getActions(0))
                .build());
        worker.next();
        worker.next();
        worker.next();
        hub.client.raiseEvent(id, "holds a turn");
        assertThat(worker.next().hasOrchestratorRequest()).isTrue();
        stub.completeActivityTask(done(id, 0));
        stub.completeActivityTask(done(id, 1));
        stub.completeActivityTask(ActivityResponse.newBuilder()
                .setInstanceId(id)
                .setTaskId(2)
                .setFailureDetails(TaskFailureDetails.newBuilder().setErrorMessage("bad"))
                .build());
        OrchestratorResponse nothing =
                OrchestratorResponse.newBuilder().setInstanceId(id).build();
        stub.completeOrchestratorTask(nothing);

        List<HistoryEvent> together = worker.next().getOrchestratorRequest().getNewEventsList();
        stub.completeOrchestratorTask(nothing);
        List<HistoryEvent> apart = worker.next().getOrchestratorRequest().getNewEventsList();

        assertThat(together)
                .hasSize(3)
                .filteredOn(HistoryEvent::hasTaskCompleted)
                .hasSize(2);
        assertThat(apart).hasSize(2).filteredOn(HistoryEvent::hasTaskFailed).hasSize(1);
    }

    @Test
    void an_answer_with_one_id_for_two_actions_fails_its_instance_and_no_other() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        worker.next();
        OrchestratorResponse once = schedule(id, 0);
        stub.completeOrchestratorTask(
                once.toBuilder().addActions(once.getActions(0)).build());

        assertThat(hub.instances().awaitCompletion(id, Hub.SOON).orElseThrow().status())
                .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
        String next = hub.client.scheduleNewOrchestrationInstance("Any");
        assertThat(worker.next().getOrchestratorRequest().getInstanceId()).isEqualTo(next);
    }

    @Test
    void a_history_too_large_for_a_worker_fails_its_instance_and_not_the_stream() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        worker.next();
        String megabyte = '"' + "x".repeat(1_000_000) + '"';
        for (int i = 0; i < 5; i++) {
            hub.instances().raiseEvent(id, "large", megabyte);
        }
        stub.completeOrchestratorTask(
                OrchestratorResponse.newBuilder().setInstanceId(id).build());

        assertThat(hub.instances()
                        .awaitCompletion(id, Hub.SOON)
                        .orElseThrow()
                        .failure()
                        .getErrorMessage())
                .contains("a worker over gRPC takes 4194304");
        String next = hub.client.scheduleNewOrchestrationInstance("Any");
        assertThat(worker.next().getOrchestratorRequest().getInstanceId()).isEqualTo(next);
    }

    @Test
    void an_activity_of_an_ended_orchestration_is_accepted_and_dropped() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        worker.next();
        stub.completeOrchestratorTask(schedule(id, 0));
        worker.next();
        hub.instances().terminate(id, "\"stop\"");
        hub.instances().awaitCompletion(id, Hub.SOON);
        stub.completeActivityTask(done(id, 0));

        assertThat(hub.instances().find(id).orElseThrow().output()).isEqualTo("\"stop\"");
        assertThat(hub.instances().history(id))
                .filteredOn(HistoryEvent::hasTaskCompleted)
                .isEmpty();
    }

    @Test
    void a_hub_that_is_made_anew_or_deleted_has_no_instances() {
        for (Runnable wipe : List.<Runnable>of(
                () -> stub.createTaskHub(CreateTaskHubRequest.newBuilder()
                        .setRecreateIfExists(true)
                        .build()),
                () -> stub.deleteTaskHub(DeleteTaskHubRequest.getDefaultInstance()))) {
            String id = hub.client.scheduleNewOrchestrationInstance("Any");
            stub.createTaskHub(CreateTaskHubRequest.getDefaultInstance());
            assertThat(hub.instances().find(id)).isPresent();

            wipe.run();

            assertThat(hub.instances().find(id)).isEmpty();
        }
    }

    @Test
    void rewind_is_said_to_be_missing() {
        assertThatThrownBy(() -> stub.rewindInstance(RewindInstanceRequest.getDefaultInstance()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNIMPLEMENTED");
    }

    @Test
    void closing_the_hub_ends_streams_and_waits_at_once() {
        Worker worker = new Worker();
        String id = hub.client.scheduleNewOrchestrationInstance("Any");
        worker.next();
        long start = System.nanoTime();

        hub.hub.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThatThrownBy(worker::next).isInstanceOf(StatusRuntimeException.class);
        assertThatThrownBy(() -> hub.instances().find(id)).isInstanceOf(TaskHubException.class);
    }
}
