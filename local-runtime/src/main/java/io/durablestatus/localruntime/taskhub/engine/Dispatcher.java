package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.durablestatus.localruntime.taskhub.store.ActivityKey;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out work and takes answers, for workers of any kind. An answer that the store refuses is not lost: a turn comes
 * again, an activity's result is offered again until it is written.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long RETRY_MILLIS = 1_000;

    private final WorkQueue queue;
    private final Turns turns;
    private final Activities activities;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "taskhub-retry");
        thread.setDaemon(true);
        return thread;
    });

    Dispatcher(WorkQueue queue, Turns turns, Activities activities) {
        this.queue = queue;
        this.turns = turns;
        this.activities = activities;
    }

    /** Waits for a turn; null when the hub closes. */
    public Turn takeTurn() throws InterruptedException {
        for (String id = queue.takeInstance(); id != null; id = queue.takeInstance()) {
            Optional<Turn> turn = begin(id);
            if (turn.isPresent()) {
                return turn.get();
            }
        }
        return null;
    }

    /** Waits for an activity; null when the hub closes. */
    public Work.Activity takeActivity() throws InterruptedException {
        for (ActivityKey key = queue.takeActivity(); key != null; key = queue.takeActivity()) {
            Optional<Work.Activity> activity = begin(key);
            if (activity.isPresent()) {
                return activity.get();
            }
        }
        return null;
    }

    /** Waits for either, for a worker of any SDK; null when the hub closes. */
    public Work takeAny() throws InterruptedException {
        for (WorkQueue.Ready ready = queue.takeAny(); ready != null; ready = queue.takeAny()) {
            Optional<? extends Work> item = ready instanceof WorkQueue.Ready.Activity activity
                    ? begin(activity.key())
                    : begin(((WorkQueue.Ready.Instance) ready).id()).map(Turn::safeForAnyWorker);
            if (item.isPresent()) {
                return item.get();
            }
        }
        return null;
    }

    private Optional<Turn> begin(String instanceId) {
        try {
            Optional<Turn> turn = turns.begin(instanceId);
            if (turn.isEmpty()) {
                queue.done(instanceId);
            }
            return turn;
        } catch (RuntimeException e) {
            LOG.warn("A turn of {} could not begin and comes again: {}", instanceId, e.toString());
            turnAgainLater(instanceId);
            return Optional.empty();
        }
    }

    private Optional<Work.Activity> begin(ActivityKey key) {
        try {
            return activities.begin(key);
        } catch (RuntimeException e) {
            LOG.warn("Activity {} could not begin and comes again: {}", key, e.toString());
            later(() -> queue.add(key));
            return Optional.empty();
        }
    }

    /** Writes the turn; when the answer makes no sense the instance fails and says why. */
    public void complete(Turn turn, OrchestratorResponse response) {
        end(turn, () -> {
            try {
                turns.complete(turn, response);
            } catch (IllegalArgumentException | IllegalStateException e) {
                turns.fail(turn, e);
            }
        });
    }

    /** Ends the instance, because its function cannot run. */
    public void fail(Turn turn, Exception cause) {
        end(turn, () -> turns.fail(turn, cause));
    }

    private void end(Turn turn, Runnable commit) {
        try {
            commit.run();
            queue.done(turn.instanceId());
        } catch (RuntimeException e) {
            LOG.warn("A turn of {} was not written and comes again: {}", turn.instanceId(), e.toString());
            turnAgainLater(turn.instanceId());
        }
    }

    /** Writes the result; what is not wanted any more is ignored. */
    public void complete(Work.Activity activity, ActivityResponse response) {
        try {
            activities.complete(activity.key(), response);
        } catch (RuntimeException e) {
            LOG.warn("The result of activity {} was not written and is kept: {}", activity.key(), e.toString());
            later(() -> complete(activity, response));
        }
    }

    /** Gives work back that was taken and not done. */
    public void abandon(Work item) {
        if (item instanceof Turn turn) {
            queue.ready(turn.instanceId());
            queue.done(turn.instanceId());
        } else if (item instanceof Work.Activity activity) {
            queue.add(activity.key());
        }
    }

    private void turnAgainLater(String instanceId) {
        later(() -> {
            queue.ready(instanceId);
            queue.done(instanceId);
        });
    }

    private void later(Runnable retry) {
        try {
            var unused = later.schedule(retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the hub is closing; the work comes again at the next start");
        }
    }

    /** No work is handed out any more; answers are still taken. */
    public void stopHandingOut() {
        queue.close();
    }

    @Override
    public void close() {
        queue.close();
        later.shutdownNow();
    }
}
