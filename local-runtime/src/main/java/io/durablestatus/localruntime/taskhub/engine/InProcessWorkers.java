package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.durablestatus.localruntime.taskhub.TaskExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run user code in this process: so many turns and so many activities at once as the bounds say. */
final class InProcessWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessWorkers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Dispatcher dispatcher;
    private final TaskExecutor executor;
    private final List<Thread> threads = new ArrayList<>();

    InProcessWorkers(Dispatcher dispatcher, TaskExecutor executor, int orchestrators, int activities) {
        this.dispatcher = dispatcher;
        this.executor = executor;
        for (int i = 1; i <= orchestrators; i++) {
            threads.add(new Thread(this::runTurns, "orchestrator-" + i));
        }
        for (int i = 1; i <= activities; i++) {
            threads.add(new Thread(this::runActivities, "activity-" + i));
        }
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void runTurns() {
        try {
            for (Turn turn = dispatcher.takeTurn(); turn != null; turn = dispatcher.takeTurn()) {
                run(turn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Turn turn) {
        try {
            OrchestratorResponse response = runUserCode(turn);
            dispatcher.complete(turn, response);
        } catch (Exception e) {
            if (turn.hasSeveralEvents()) {
                // why: SDK 1.4/1.5 throws when an event follows the one that completes the orchestrator; alone, the
                // first one is taken well.
                LOG.debug("turn of {} again with its first event only", turn.instanceId(), e);
                run(turn.firstEventOnly());
            } else {
                dispatcher.fail(turn, e);
            }
        } catch (Error e) {
            dispatcher.fail(turn, new IllegalStateException(e.toString(), e));
        }
    }

    private OrchestratorResponse runUserCode(Turn turn) throws Exception {
        try {
            return executor.runOrchestrator(turn.orchestrator(), turn.request());
        } finally {
            forgetInterrupt();
        }
    }

    /** why: user code may interrupt its own thread; the next wait for work would end the thread, and nobody replaces it. */
    private static void forgetInterrupt() {
        var unused = Thread.interrupted();
    }

    private void runActivities() {
        try {
            for (Work.Activity activity = dispatcher.takeActivity();
                    activity != null;
                    activity = dispatcher.takeActivity()) {
                dispatcher.complete(activity, run(activity));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ActivityResponse run(Work.Activity activity) {
        try {
            return executor.runActivity(activity.request());
        } catch (RuntimeException | Error e) {
            LOG.error("Activity '{}' of {} broke its worker", activity.request().getName(), activity.key(), e);
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return ActivityResponse.newBuilder()
                    .setTaskId(activity.key().taskId())
                    .setFailureDetails(Limits.failure(e.getClass().getName(), message))
                    .build();
        } finally {
            forgetInterrupt();
        }
    }

    /** Lets what runs end, for a while; an activity that takes longer runs again at the next start. */
    @Override
    public void close() {
        dispatcher.stopHandingOut();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : threads) {
                long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
                thread.join(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
