package io.durablestatus.localruntime.taskhub.grpc;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.durablestatus.localruntime.taskhub.engine.Dispatcher;
import io.durablestatus.localruntime.taskhub.engine.Turn;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workers that are connected. An answer names only the instance (and the task), so it is matched to what is under way
 * at any of them; one that matches nothing is late and is accepted, because an error makes the SDK's worker reconnect.
 */
final class WorkItemStreams implements AutoCloseable {
    private final Dispatcher dispatcher;
    private final Set<WorkItemStream> streams = ConcurrentHashMap.newKeySet();

    WorkItemStreams(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    void open(ServerCallStreamObserver<WorkItem> observer) {
        WorkItemStream stream = new WorkItemStream(dispatcher, observer);
        streams.add(stream);
        observer.setOnCancelHandler(() -> {
            streams.remove(stream);
            stream.close();
        });
        stream.start();
    }

    void complete(OrchestratorResponse response) {
        for (WorkItemStream stream : streams) {
            Turn turn = stream.takeTurn(response.getInstanceId());
            if (turn != null) {
                dispatcher.complete(turn, response);
                return;
            }
        }
    }

    void complete(ActivityResponse response) {
        for (WorkItemStream stream : streams) {
            var activity = stream.takeActivity(response.getInstanceId(), response.getTaskId());
            if (activity != null) {
                dispatcher.complete(activity, response);
                return;
            }
        }
    }

    @Override
    public void close() {
        streams.forEach(WorkItemStream::end);
        streams.clear();
    }
}
