package io.durablestatus.localruntime.taskhub.grpc;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
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
import java.util.Optional;
import java.util.UUID;
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

    private record SentTurn(Turn turn, String token, OrchestratorResponse.Builder answer) {}

    private record SentActivity(Work.Activity activity, String token) {}

    /** A turn and all of its answer. */
    record AnsweredTurn(Turn turn, OrchestratorResponse answer) {}

    private final Dispatcher dispatcher;
    private final ServerCallStreamObserver<WorkItem> observer;
    private final Semaphore credit = new Semaphore(CREDIT);
    private final Map<String, SentTurn> turns = new HashMap<>();
    private final Map<Task, SentActivity> activities = new HashMap<>();
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
        String token = UUID.randomUUID().toString();
        NewerFields.withToken(message, token);
        synchronized (this) {
            if (closed) {
                dispatcher.abandon(item);
                return false;
            }
            if (item instanceof Turn turn) {
                turns.put(turn.instanceId(), new SentTurn(turn, token, OrchestratorResponse.newBuilder()));
            } else if (item instanceof Work.Activity activity) {
                activities.put(task(activity), new SentActivity(activity, token));
            }
            observer.onNext(message.build());
        }
        return true;
    }

    private static Task task(Work.Activity activity) {
        return new Task(activity.key().instanceId(), activity.key().taskId());
    }

    /** Empty when this worker was not sent what this answers, or when more parts of the answer are to come. */
    synchronized Optional<AnsweredTurn> take(OrchestratorResponse part) {
        SentTurn sent = turns.get(part.getInstanceId());
        if (sent == null || isLate(NewerFields.token(part), sent.token())) {
            return Optional.empty();
        }
        sent.answer().mergeFrom(part);
        if (NewerFields.isPartial(part)) {
            return Optional.empty();
        }
        turns.remove(part.getInstanceId());
        credit.release();
        return Optional.of(new AnsweredTurn(sent.turn(), sent.answer().build()));
    }

    /** Empty when this worker was not sent what this answers. */
    synchronized Optional<Work.Activity> take(ActivityResponse answer) {
        Task task = new Task(answer.getInstanceId(), answer.getTaskId());
        SentActivity sent = activities.get(task);
        if (sent == null || isLate(NewerFields.token(answer), sent.token())) {
            return Optional.empty();
        }
        activities.remove(task);
        credit.release();
        return Optional.of(sent.activity());
    }

    /** The answer of a worker that gives no token back is taken for that of the item it fits. */
    private static boolean isLate(String given, String sent) {
        return !given.isEmpty() && !given.equals(sent);
    }

    private synchronized void giveBack() {
        closed = true;
        turns.values().forEach(sent -> dispatcher.abandon(sent.turn()));
        turns.clear();
        activities.values().forEach(sent -> dispatcher.abandon(sent.activity()));
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
