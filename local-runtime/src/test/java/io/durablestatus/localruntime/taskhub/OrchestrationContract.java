package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.TaskFailedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
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
}
