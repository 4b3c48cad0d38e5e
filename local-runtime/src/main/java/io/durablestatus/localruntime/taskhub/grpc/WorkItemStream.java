package io.durablestatus.localruntime.taskhub.grpc;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.durablestatus.localruntime.taskhub.engine.Dispatcher;
import io.durablestatus.localruntime.taskhub.engine.Limits;
import io.durablestatus.localruntime.taskhub.engine.Turn;
import io.durablestatus.localruntime.taskhub.engine.Work;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker: sends it a few items ahead of its answers and remembers them. A turn is built when it is sent, so that it
 * takes every event that waits. When the worker goes, what it had goes back to the queue.
 */
final class WorkItemStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkItemStream.class);

    /** Enough to keep a serial worker busy; what is sent to one worker cannot be taken by another. */
    private static final int CREDIT = 16;

    /** Room for the frame around a request. */
    private static final int FRAME_BYTES = 1_024;

    private record Task(String instanceId, int taskId) {}

    private final Dispatcher dispatcher;
    private final ServerCallStreamObserver<WorkItem> observer;
    private final Semaphore credit = new Semaphore(CREDIT);
    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<Task, Work.Activity> activities = new HashMap<>();
    private final Thread pump;
    private boolean closed;

    WorkItemStream(Dispatcher dispatcher, ServerCallStreamObserver<WorkItem> observer) {
        this.dispatcher = dispatcher;
        this.observer = observer;
        this.pump = new Thread(this::run, "taskhub-worker-stream");
        pump.setDaemon(true);
    }

    void start() {
        pump.start();
    }

    private void run() {
        try {
            while (true) {
                credit.acquire();
                var item = dispatcher.takeAny();
                if (item == null || !send(item)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the worker has gone");
        } catch (StatusRuntimeException | IllegalStateException e) {
            LOG.debug("the worker went while an item was sent to it", e);
        }
        giveBack();
    }

    private boolean send(Work item) {
        WorkItem.Builder message = WorkItem.newBuilder();
        if (item instanceof Turn turn) {
            OrchestratorRequest request = turn.request();
            int size = request.getSerializedSize() + FRAME_BYTES;
            if (size > Limits.MESSAGE_BYTES) {
                // why: the SDK's worker would drop its whole stream on it, and get it again, for ever.
                credit.release();
                dispatcher.fail(
                        turn,
                        new IllegalStateException(
                                "The history is %d bytes long; a worker over gRPC takes %d. Use sub-orchestrations or continue as new."
                                        .formatted(size, Limits.MESSAGE_BYTES)));
                return true;
            }
            message.setOrchestratorRequest(request);
        } else if (item instanceof Work.Activity activity) {
            message.setActivityRequest(activity.request());
        }
        synchronized (this) {
            if (closed) {
                dispatcher.abandon(item);
                return false;
            }
            if (item instanceof Turn turn) {
                turns.put(turn.instanceId(), turn);
            } else if (item instanceof Work.Activity activity) {
                activities.put(task(activity), activity);
            }
            observer.onNext(message.build());
        }
        return true;
    }

    private static Task task(Work.Activity activity) {
        return new Task(activity.key().instanceId(), activity.key().taskId());
    }

    /** Null when this worker does not run a turn of the instance. */
    synchronized Turn takeTurn(String instanceId) {
        Turn turn = turns.remove(instanceId);
        if (turn != null) {
            credit.release();
        }
        return turn;
    }

    /** Null when this worker does not run the activity. */
    synchronized Work.Activity takeActivity(String instanceId, int taskId) {
        var activity = activities.remove(new Task(instanceId, taskId));
        if (activity != null) {
            credit.release();
        }
        return activity;
    }

    private synchronized void giveBack() {
        closed = true;
        turns.values().forEach(dispatcher::abandon);
        turns.clear();
        activities.values().forEach(dispatcher::abandon);
        activities.clear();
    }

    /** Tells the worker that the hub is going. */
    void end() {
        close();
        observer.onError(
                Status.UNAVAILABLE.withDescription("The task hub is closing.").asRuntimeException());
    }

    /** The worker has gone. */
    @Override
    public void close() {
        pump.interrupt();
        giveBack();
    }
}
