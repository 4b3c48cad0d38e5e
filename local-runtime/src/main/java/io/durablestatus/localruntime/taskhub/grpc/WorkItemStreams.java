package io.durablestatus.localruntime.taskhub.grpc;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.durablestatus.localruntime.taskhub.engine.Dispatcher;
import io.durablestatus.localruntime.taskhub.engine.Work;
import io.durablestatus.localruntime.taskhub.grpc.WorkItemStream.AnsweredTurn;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The workers that are connected. An answer names the instance (and the task), and the item's token if its SDK knows of
 * tokens; so it is matched to what is under way at any of them. One that matches nothing is late and is accepted, because
 * an error makes the SDK's worker reconnect.
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
            Optional<AnsweredTurn> answered = stream.take(response);
            if (answered.isPresent()) {
                complete(answered.get());
                return;
            }
        }
    }

    private void complete(AnsweredTurn answered) {
        Optional<OrchestratorAction> unknown = answered.answer().getActionsList().stream()
                .filter(action -> action.getOrchestratorActionTypeCase()
                        == OrchestratorAction.OrchestratorActionTypeCase.ORCHESTRATORACTIONTYPE_NOT_SET)
                .findFirst();
        if (unknown.isEmpty()) {
            dispatcher.complete(answered.turn(), answered.answer());
            return;
        }
        dispatcher.fail(
                answered.turn(),
                new UnsupportedOperationException(
                        "Action %d is newer than this hub's protocol; what newer SDKs add, such as entities, is not supported."
                                .formatted(unknown.get().getId())));
    }

    void complete(ActivityResponse response) {
        for (WorkItemStream stream : streams) {
            Optional<Work.Activity> activity = stream.take(response);
            if (activity.isPresent()) {
                dispatcher.complete(activity.get(), response);
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
