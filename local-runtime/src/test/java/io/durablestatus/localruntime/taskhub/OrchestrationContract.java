package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.durabletask.NewOrchestrationInstanceOptions;
import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.RetryPolicy;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.TaskCanceledException;
import com.microsoft.durabletask.TaskFailedException;
import com.microsoft.durabletask.TaskOptions;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an orchestrator may do, seen through the SDK's client, whatever kind of worker runs it. */
abstract class OrchestrationContract {
    protected final Workload workload = new Workload();
    private Hub hub;

    /** Starts a hub with a worker for the workload. */
    abstract Hub start(Workload workload);

    Hub hub() {
        if (hub == null) {
            hub = start(workload);
        }
        return hub;
    }

    @AfterEach
    void close() {
        if (hub != null) {
            hub.close();
        }
    }

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
    void an_event_reaches_the_orchestrator_whether_it_comes_before_or_after_the_wait() throws TimeoutException {
        workload.orchestrator("Waits", ctx -> {
            String early = ctx.waitForExternalEvent("early", String.class).await();
            ctx.setCustomStatus("has early");
            String late = ctx.waitForExternalEvent("late", String.class).await();
            ctx.complete(early + late);
        });
        Hub hub = hub();
        String id = hub.client.scheduleNewOrchestrationInstance(
                "Waits",
                new NewOrchestrationInstanceOptions().setStartTime(Instant.now().plusMillis(200)));
        hub.client.raiseEvent(id, "early", "a");
        await().atMost(Hub.SOON)
                .until(() -> "\"has early\""
                        .equals(hub.instances().find(id).orElseThrow().customStatus()));

        hub.client.raiseEvent(id, "late", "b");

        assertThat(hub.completed(id).readOutputAs(String.class)).isEqualTo("ab");
    }

    @Test
    void an_event_that_does_not_come_in_time_cancels_its_task() throws TimeoutException {
        workload.orchestrator("GivesUp", ctx -> {
            try {
                ctx.waitForExternalEvent("never", Duration.ofMillis(50), String.class)
                        .await();
            } catch (TaskCanceledException e) {
                ctx.complete("gave up");
            }
        });

        assertThat(hub().run("GivesUp", null).readOutputAs(String.class)).isEqualTo("gave up");
    }

    @Test
    void an_event_sent_by_an_orchestrator_arrives_once_however_often_it_is_replayed() throws TimeoutException {
        workload.orchestrator("Counts", ctx -> {
                    int seen = 0;
                    while (!"stop"
                            .equals(ctx.waitForExternalEvent("tick", String.class)
                                    .await())) {
                        seen++;
                    }
                    ctx.complete(seen);
                })
                .orchestrator("Sends", ctx -> {
                    ctx.sendEvent(ctx.getInput(String.class), "tick", "go");
                    for (int i = 0; i < 4; i++) {
                        ctx.callActivity("Nothing").await();
                    }
                    ctx.sendEvent(ctx.getInput(String.class), "tick", "stop");
                    // why: the SDK sends again on each replay, and so does not see by itself that it is done.
                    ctx.complete(null);
                })
                .activity("Nothing", input -> null);
        String receiver = hub().client.scheduleNewOrchestrationInstance("Counts");

        OrchestrationMetadata sent = hub().run("Sends", receiver);

        assertThat(sent.getRuntimeStatus()).describedAs("%s", sent).isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
        assertThat(hub().completed(receiver).readOutputAs(Integer.class)).isEqualTo(1);
    }

    @Test
    void continue_as_new_starts_over_with_the_new_input_and_no_history() throws TimeoutException {
        workload.orchestrator("Rounds", ctx -> {
                    int round = ctx.getInput(int.class);
                    ctx.setCustomStatus(round);
                    ctx.callActivity("Nothing").await();
                    if (round < 5) {
                        ctx.continueAsNew(round + 1, false);
                    } else {
                        ctx.complete(round);
                    }
                })
                .activity("Nothing", input -> null);

        OrchestrationMetadata end = hub().run("Rounds", 1);

        assertThat(end.readOutputAs(Integer.class)).isEqualTo(5);
        assertThat(end.readInputAs(Integer.class)).isEqualTo(5);
        assertThat(hub().instances().history(end.getInstanceId()))
                .filteredOn(event -> event.hasTaskScheduled())
                .hasSize(1);
    }

    @Test
    void events_nobody_took_yet_are_carried_into_the_next_generation() throws TimeoutException {
        workload.orchestrator("Rounds", ctx -> {
            if (ctx.getInput(int.class) == 1) {
                ctx.waitForExternalEvent("go").await();
                ctx.continueAsNew(2, true);
            }
            ctx.complete(ctx.waitForExternalEvent("kept", String.class).await());
        });
        String id = hub().client.scheduleNewOrchestrationInstance("Rounds", 1);
        hub().client.raiseEvent(id, "kept", "still here");
        hub().client.raiseEvent(id, "go");

        assertThat(hub().completed(id).readOutputAs(String.class)).isEqualTo("still here");
    }

    @Test
    void an_event_that_arrives_while_the_last_turn_of_a_generation_runs_is_not_lost() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch raised = new CountDownLatch(1);
        workload.orchestrator("Rounds", ctx -> {
            if (ctx.getInput(int.class) == 1) {
                running.countDown();
                awaitQuietly(raised);
                ctx.continueAsNew(2, false);
            }
            ctx.complete(ctx.waitForExternalEvent("late", String.class).await());
        });
        String id = hub().client.scheduleNewOrchestrationInstance("Rounds", 1);
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        hub().client.raiseEvent(id, "late", "here");
        raised.countDown();

        assertThat(hub().completed(id).readOutputAs(String.class)).isEqualTo("here");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
