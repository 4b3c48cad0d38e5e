package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.RetryPolicy;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.TaskFailedException;
import com.microsoft.durabletask.TaskOptions;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an orchestrator may do, seen through the SDK's client, whatever kind of worker runs it. */
abstract class OrchestrationContract extends WorkerContract {
    @Test
    void an_empty_orchestrator_completes_without_output() throws TimeoutException {
        workload.orchestrator("Empty", ctx -> {});

        OrchestrationMetadata end = hub().run("Empty", null);

        assertThat(end.getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
        assertThat(end.getSerializedOutput()).isNullOrEmpty();
    }

    @Test
    void activities_run_one_after_the_other_and_hand_their_results_on() throws TimeoutException {
        workload.orchestrator("Chain", ctx -> {
                    int value = ctx.getInput(int.class);
                    for (int i = 0; i < 5; i++) {
                        value = ctx.callActivity("Double", value, Integer.class).await();
                    }
                    ctx.complete(value);
                })
                .activity("Double", input -> input.asInt() * 2);

        OrchestrationMetadata end = hub().run("Chain", 3);

        assertThat(end.readOutputAs(Integer.class)).isEqualTo(96);
        assertThat(end.readInputAs(Integer.class)).isEqualTo(3);
    }

    @Test
    void a_fan_out_comes_back_complete_and_in_order() throws TimeoutException {
        workload.orchestrator("FanOut", ctx -> {
                    List<Task<Integer>> tasks = IntStream.range(0, ctx.getInput(int.class))
                            .mapToObj(i -> ctx.callActivity("Square", i, Integer.class))
                            .toList();
                    ctx.complete(ctx.allOf(tasks).await());
                })
                .activity("Square", input -> input.asInt() * input.asInt());

        OrchestrationMetadata end = hub().run("FanOut", 100);

        assertThat(end.readOutputAs(Integer[].class))
                .containsExactly(IntStream.range(0, 100).mapToObj(i -> i * i).toArray(Integer[]::new));
    }

    @Test
    void an_activity_that_throws_fails_its_task_and_the_orchestrator_can_go_on() throws TimeoutException {
        workload.orchestrator("Careful", ctx -> {
                    try {
                        ctx.callActivity("Broken").await();
                    } catch (TaskFailedException e) {
                        ctx.complete("caught " + e.getErrorDetails().getErrorMessage());
                    }
                })
                .activity("Broken", input -> {
                    throw new IllegalStateException("kaboom");
                });

        assertThat(hub().run("Careful", null).readOutputAs(String.class)).isEqualTo("caught kaboom");
    }

    @Test
    void a_failed_orchestrator_keeps_the_custom_status_it_set() throws TimeoutException {
        workload.orchestrator("Doomed", ctx -> {
            ctx.setCustomStatus("tile 3 of 4");
            throw new IllegalArgumentException("no such tile");
        });

        OrchestrationMetadata end = hub().run("Doomed", null);

        assertThat(end.getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
        assertThat(end.getFailureDetails().getErrorMessage()).contains("no such tile");
        assertThat(end.readCustomStatusAs(String.class)).isEqualTo("tile 3 of 4");
    }

    @Test
    void a_timer_holds_the_orchestrator_back_for_its_time() throws TimeoutException {
        workload.orchestrator("Patient", ctx -> {
            var before = ctx.getCurrentInstant();
            ctx.createTimer(Duration.ofMillis(150)).await();
            ctx.createTimer(Duration.ZERO).await();
            ctx.complete(Duration.between(before, ctx.getCurrentInstant()).toMillis());
        });

        assertThat(hub().run("Patient", null).readOutputAs(Long.class)).isBetween(151L, 10_000L);
    }

    @Test
    void a_child_orchestration_returns_its_output_to_its_parent() throws TimeoutException {
        workload.orchestrator(
                        "Parent",
                        ctx -> ctx.complete(ctx.callSubOrchestrator("Child", 20, Integer.class)
                                        .await()
                                + 1))
                .orchestrator(
                        "Child",
                        ctx -> ctx.complete(ctx.callActivity("Double", ctx.getInput(int.class), Integer.class)
                                .await()))
                .activity("Double", input -> input.asInt() * 2);

        assertThat(hub().run("Parent", null).readOutputAs(Integer.class)).isEqualTo(41);
    }

    @Test
    void a_failed_child_fails_its_task_in_the_parent() throws TimeoutException {
        workload.orchestrator("Parent", ctx -> {
                    try {
                        ctx.callSubOrchestrator("Child", null, Void.class).await();
                    } catch (TaskFailedException e) {
                        ctx.complete(e.getErrorDetails().getErrorMessage());
                    }
                })
                .orchestrator("Child", ctx -> {
                    throw new IllegalStateException("child is ill");
                });

        assertThat(hub().run("Parent", null).readOutputAs(String.class)).contains("child is ill");
    }

    @Test
    void time_is_frozen_within_a_turn_and_moves_by_at_least_a_millisecond_between_turns() throws TimeoutException {
        workload.orchestrator("Clock", ctx -> {
                    List<Long> times = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        long before = ctx.getCurrentInstant().toEpochMilli();
                        assertThat(ctx.getCurrentInstant().toEpochMilli()).isEqualTo(before);
                        times.add(before);
                        ctx.callActivity("Nothing").await();
                    }
                    ctx.complete(times);
                })
                .activity("Nothing", input -> null);

        List<Long> times = List.of(hub().run("Clock", null).readOutputAs(Long[].class));

        assertThat(times).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_activity_is_retried_as_often_as_its_policy_says() throws TimeoutException {
        AtomicInteger attempts = new AtomicInteger();
        workload.orchestrator("Stubborn", ctx -> {
                    TaskOptions options = new TaskOptions(new RetryPolicy(4, Duration.ofMillis(1)));
                    ctx.complete(ctx.callActivity("Flaky", null, options, Integer.class)
                            .await());
                })
                .activity("Flaky", input -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return attempts.get();
                });

        assertThat(hub().run("Stubborn", null).readOutputAs(Integer.class)).isEqualTo(3);
    }

    @Test
    void a_child_is_retried_and_then_fails_its_parent() throws TimeoutException {
        AtomicInteger attempts = new AtomicInteger();
        workload.orchestrator(
                        "Parent",
                        ctx -> ctx.callSubOrchestrator(
                                        "Child",
                                        null,
                                        null,
                                        new TaskOptions(new RetryPolicy(3, Duration.ofMillis(1))),
                                        Void.class)
                                .await())
                .orchestrator("Child", ctx -> {
                    ctx.callActivity("Count").await();
                    throw new IllegalStateException("always");
                })
                .activity("Count", input -> attempts.incrementAndGet());

        OrchestrationMetadata end = hub().run("Parent", null);

        assertThat(end.getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void a_retried_task_that_fails_after_the_end_does_no_harm() throws TimeoutException {
        workload.orchestrator("First", ctx -> {
                    TaskOptions options = new TaskOptions(new RetryPolicy(5, Duration.ofMillis(1)));
                    Task<Integer> good = ctx.callActivity("Good", null, options, Integer.class);
                    List<Task<?>> all = new ArrayList<>(List.of(good));
                    for (int i = 0; i < 6; i++) {
                        all.add(ctx.callActivity("Bad", null, options, Integer.class));
                    }
                    ctx.anyOf(all).await();
                    ctx.complete(good.await());
                })
                .activity("Good", input -> 42)
                .activity("Bad", input -> {
                    throw new IllegalStateException("bad");
                });

        for (int i = 0; i < 5; i++) {
            assertThat(hub().run("First", null).readOutputAs(Integer.class)).isEqualTo(42);
        }
    }

    @Test
    void a_suspended_orchestrator_stands_still_until_it_is_resumed() throws TimeoutException {
        workload.orchestrator(
                "Waits",
                ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class).await()));
        Hub hub = hub();
        String id = hub.client.scheduleNewOrchestrationInstance("Waits");
        hub.client.waitForInstanceStart(id, Hub.SOON);
        hub.client.suspendInstance(id, "lunch");
        hub.client.raiseEvent(id, "go", "on");
        await().atMost(Hub.SOON)
                .until(() -> hub.instances().history(id).stream().anyMatch(HistoryEvent::hasEventRaised));

        assertThat(hub.client.getInstanceMetadata(id, false).getRuntimeStatus())
                .isEqualTo(OrchestrationRuntimeStatus.SUSPENDED);
        hub.client.resumeInstance(id, "back");

        assertThat(hub.completed(id).readOutputAs(String.class)).isEqualTo("on");
    }

    @Test
    void a_terminated_orchestrator_ends_at_once_with_the_given_output() throws TimeoutException {
        workload.orchestrator("Waits", ctx -> ctx.waitForExternalEvent("never").await());
        String id = hub().client.scheduleNewOrchestrationInstance("Waits");
        hub().client.waitForInstanceStart(id, Hub.SOON);

        hub().client.terminate(id, "enough");

        OrchestrationMetadata end = hub().completed(id);
        assertThat(end.getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
        assertThat(end.readOutputAs(String.class)).isEqualTo("enough");
    }

    @Test
    void a_restarted_instance_runs_again_with_its_input() throws TimeoutException {
        workload.orchestrator("Echo", ctx -> ctx.complete(ctx.getInput(String.class)));
        String first = hub().run("Echo", "hi").getInstanceId();

        assertThat(hub().client.restartInstance(first, false)).isEqualTo(first);
        assertThat(hub().completed(first).readOutputAs(String.class)).isEqualTo("hi");
        String second = hub().client.restartInstance(first, true);
        assertThat(second).isNotEqualTo(first);
        assertThat(hub().completed(second).readOutputAs(String.class)).isEqualTo("hi");
    }
}
