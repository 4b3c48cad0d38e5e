package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How turns are made: which events they take, what they leave behind, and what the engine does of its own. */
@Timeout(60)
class TurnTest {
    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_fan_out_of_a_thousand_does_not_replay_a_thousand_times() throws TimeoutException {
        Workload workload = new Workload()
                .orchestrator("FanOut", ctx -> {
                    List<Task<Integer>> tasks = IntStream.range(0, 1_000)
                            .mapToObj(i -> ctx.callActivity("Inc", i, Integer.class))
                            .toList();
                    ctx.complete(ctx.allOf(tasks).await().stream()
                            .mapToInt(Integer::intValue)
                            .sum());
                })
                .activity("Inc", input -> input.asInt() + 1);
        try (Hub hub = Hub.inMemory().running(workload)) {
            OrchestrationMetadata end = hub.run("FanOut", null);

            assertThat(end.readOutputAs(Integer.class)).isEqualTo(500_500);
            assertThat(hub.executor.turns.get(end.getInstanceId()).get()).isLessThan(250);
        }
    }

    @Test
    void the_history_has_the_turns_in_order_and_no_activity_inputs() throws TimeoutException {
        Workload workload = new Workload()
                .orchestrator(
                        "One",
                        ctx -> ctx.complete(
                                ctx.callActivity("Echo", "secret", String.class).await()))
                .activity("Echo", input -> "answer");
        try (Hub hub = Hub.inMemory().running(workload)) {
            String id = hub.run("One", "in").getInstanceId();

            List<HistoryEvent> history = hub.instances().history(id);
            assertThat(history)
                    .extracting(HistoryEvent::getEventTypeCase)
                    .containsExactly(
                            HistoryEvent.EventTypeCase.ORCHESTRATORSTARTED,
                            HistoryEvent.EventTypeCase.EXECUTIONSTARTED,
                            HistoryEvent.EventTypeCase.TASKSCHEDULED,
                            HistoryEvent.EventTypeCase.ORCHESTRATORCOMPLETED,
                            HistoryEvent.EventTypeCase.ORCHESTRATORSTARTED,
                            HistoryEvent.EventTypeCase.TASKCOMPLETED,
                            HistoryEvent.EventTypeCase.EXECUTIONCOMPLETED,
                            HistoryEvent.EventTypeCase.ORCHESTRATORCOMPLETED);
            assertThat(history.get(1).getExecutionStarted().getInput().getValue())
                    .isEqualTo("\"in\"");
            assertThat(history.get(2).getTaskScheduled().hasInput()).isFalse();
            assertThat(history.get(2).getEventId())
                    .isEqualTo(history.get(5).getTaskCompleted().getTaskScheduledId());
        }
    }

    @Test
    void a_timer_of_days_fires_when_the_clock_says_so_and_not_before() throws TimeoutException {
        HandClock clock = new HandClock();
        Workload workload = new Workload().orchestrator("Weekend", ctx -> {
            var start = ctx.getCurrentInstant();
            // The SDK 1.5 ends a timer of more than three days after three.
            ctx.createTimer(Duration.ofDays(2)).await();
            ctx.complete(Duration.between(start, ctx.getCurrentInstant()).toHours());
        });
        try (Hub hub = new Hub(null, clock).running(workload)) {
            String id = hub.client.scheduleNewOrchestrationInstance("Weekend");
            hub.client.waitForInstanceStart(id, Hub.SOON);
            for (int hours = 0; hours < 2 * 24; hours += 8) {
                assertThat(hub.instances().awaitCompletion(id, Duration.ofMillis(5)))
                        .isEmpty();
                clock.advance(Duration.ofHours(8));
            }

            assertThat(hub.completed(id).readOutputAs(Long.class)).isEqualTo(2 * 24);
            // why: a turn at the very moment of the timer would make the SDK set it once more.
            assertThat(hub.instances().history(id))
                    .filteredOn(HistoryEvent::hasTimerCreated)
                    .hasSize(1);
        }
    }

    @Test
    void turns_are_a_millisecond_apart_even_when_the_clock_stands_still() throws TimeoutException {
        Workload workload = new Workload()
                .orchestrator("Clock", ctx -> {
                    var first = ctx.getCurrentInstant();
                    ctx.callActivity("Nothing").await();
                    var second = ctx.getCurrentInstant();
                    ctx.callActivity("Nothing").await();
                    ctx.complete(List.of(
                            Duration.between(first, second).toMillis(),
                            Duration.between(second, ctx.getCurrentInstant()).toMillis()));
                })
                .activity("Nothing", input -> null);
        try (Hub hub = new Hub(null, new HandClock()).running(workload)) {
            assertThat(hub.run("Clock", null).readOutputAs(Long[].class)).containsExactly(1L, 1L);
        }
    }

    @Test
    void a_scheduled_start_waits_for_its_time() throws TimeoutException {
        HandClock clock = new HandClock();
        Workload workload = new Workload().orchestrator("Echo", ctx -> ctx.complete(ctx.getInput(String.class)));
        try (Hub hub = new Hub(null, clock).running(workload)) {
            hub.instances()
                    .start(new StartRequest(
                            "later", "Echo", "\"x\"", null, clock.instant().plusSeconds(60)));
            assertThat(hub.instances().awaitCompletion("later", Duration.ofMillis(200)))
                    .isEmpty();

            clock.advance(Duration.ofSeconds(60));

            assertThat(hub.completed("later").readOutputAs(String.class)).isEqualTo("x");
        }
    }

    @Test
    void a_late_result_of_an_earlier_run_under_the_same_id_changes_nothing() throws TimeoutException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Workload workload = new Workload()
                .orchestrator(
                        "One",
                        ctx -> ctx.complete(
                                ctx.callActivity("Slow", null, Integer.class).await()))
                .activity("Slow", input -> {
                    int run = runs.incrementAndGet();
                    if (run == 1) {
                        awaitQuietly(release);
                    }
                    return run;
                });
        try (Hub hub = Hub.inMemory().running(workload)) {
            hub.client.scheduleNewOrchestrationInstance("One", null, "id");
            await().atMost(Hub.SOON).until(() -> runs.get() == 1);
            hub.instances().terminate("id", null);
            hub.instances().awaitCompletion("id", Hub.SOON);
            hub.client.restartInstance("id", false);
            assertThat(hub.completed("id").readOutputAs(Integer.class)).isEqualTo(2);

            release.countDown();
            hub.run("One", null);

            assertThat(hub.instances().find("id").orElseThrow().output()).isEqualTo("2");
        }
    }

    @Test
    void an_instance_purged_while_its_turn_runs_stays_purged() throws TimeoutException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Workload workload = new Workload()
                .orchestrator("Slow", ctx -> {
                    running.countDown();
                    awaitQuietly(release);
                    ctx.callActivity("Never").await();
                })
                .orchestrator("Quick", ctx -> ctx.complete("ok"))
                .activity("Never", input -> {
                    throw new AssertionError("ran for a purged instance");
                });
        try (Hub hub = Hub.inMemory().running(workload)) {
            String id = hub.client.scheduleNewOrchestrationInstance("Slow");
            awaitQuietly(running);
            assertThat(hub.instances().purge(id)).isTrue();
            release.countDown();
            hub.run("Quick", null);

            assertThat(hub.instances().find(id)).isEmpty();
        }
    }

    @Test
    void a_termination_during_a_turn_takes_effect_when_the_turn_is_written() throws TimeoutException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Workload workload = new Workload().orchestrator("Slow", ctx -> {
            running.countDown();
            awaitQuietly(release);
            ctx.waitForExternalEvent("never").await();
        });
        try (Hub hub = Hub.inMemory().running(workload)) {
            String id = hub.client.scheduleNewOrchestrationInstance("Slow");
            awaitQuietly(running);
            hub.instances().terminate(id, "\"stop\"");
            release.countDown();

            assertThat(hub.completed(id).getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
        }
    }

    @Test
    void outputs_results_and_custom_statuses_beyond_their_limits_fail_with_a_clear_message() throws TimeoutException {
        String large = "x".repeat(4_000_000);
        Workload workload = new Workload()
                .orchestrator("Output", ctx -> ctx.complete(large))
                .orchestrator("Result", ctx -> ctx.callActivity("Large").await())
                .orchestrator("Input", ctx -> ctx.callActivity("Large", large).await())
                .orchestrator("Status", ctx -> ctx.setCustomStatus("x".repeat(9_000)))
                .activity("Large", input -> large);
        try (Hub hub = Hub.inMemory().running(workload)) {
            for (String name : List.of("Output", "Result", "Input", "Status")) {
                OrchestrationMetadata end = hub.run(name, null);

                assertThat(end.getRuntimeStatus()).describedAs(name).isEqualTo(OrchestrationRuntimeStatus.FAILED);
                assertThat(end.getFailureDetails().getErrorMessage())
                        .describedAs(name)
                        .contains("bytes long");
            }
        }
    }

    @Test
    void a_child_with_the_id_of_a_running_instance_fails_its_parent() throws TimeoutException {
        Workload workload = new Workload()
                .orchestrator("Waits", ctx -> ctx.waitForExternalEvent("never").await())
                .orchestrator(
                        "Parent",
                        ctx -> ctx.callSubOrchestrator("Waits", null, "taken", Void.class)
                                .await());
        try (Hub hub = Hub.inMemory().running(workload)) {
            hub.client.scheduleNewOrchestrationInstance("Waits", null, "taken");

            OrchestrationMetadata end = hub.run("Parent", null);

            assertThat(end.getFailureDetails().getErrorMessage()).contains("taken already exists");
        }
    }

    @Test
    void an_unknown_child_fails_its_task() throws TimeoutException {
        Workload workload = new Workload()
                .orchestrator(
                        "Parent",
                        ctx -> ctx.callSubOrchestrator("Nobody", null, Void.class)
                                .await());
        try (Hub hub = Hub.inMemory().running(workload)) {
            assertThat(hub.run("Parent", null).getFailureDetails().getErrorMessage())
                    .contains("'Nobody' doesn't exist");
        }
    }

    @Test
    void close_lets_running_activities_end_and_keeps_their_results(@TempDir Path folder) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Workload workload = new Workload()
                .orchestrator(
                        "One",
                        ctx -> ctx.complete(
                                ctx.callActivity("Slow", null, Integer.class).await()))
                .activity("Slow", input -> {
                    running.countDown();
                    awaitQuietly(release);
                    return runs.incrementAndGet();
                });
        Hub first = new Hub(folder, InstantSource.system()).running(workload);
        String id = first.client.scheduleNewOrchestrationInstance("One");
        awaitQuietly(running);
        Thread closing = new Thread(first::close);
        closing.start();
        release.countDown();
        closing.join();

        try (Hub second = new Hub(folder, InstantSource.system()).running(workload)) {
            assertThat(second.completed(id).readOutputAs(Integer.class)).isEqualTo(1);
        }
    }
}
