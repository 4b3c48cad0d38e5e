package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.durabletask.NewOrchestrationInstanceOptions;
import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.TaskCanceledException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Events and generations of an orchestration, seen through the SDK's client, whatever kind of worker runs it. */
abstract class EventContract extends WorkerContract {
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
}
