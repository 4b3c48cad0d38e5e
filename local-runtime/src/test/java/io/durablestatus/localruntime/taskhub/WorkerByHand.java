package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import com.microsoft.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import com.microsoft.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceBlockingStub;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.ManagedChannel;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A hub that is spoken to over gRPC message by message. */
abstract class WorkerByHand {
    protected Hub hub;
    protected ManagedChannel channel;
    protected TaskHubSidecarServiceBlockingStub stub;

    @BeforeEach
    void open() {
        hub = Hub.inMemory();
        channel = hub.channel();
        stub = TaskHubSidecarServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        hub.close();
    }

    /** A worker's stream, and the way to drop it. */
    protected final class Worker {
        private final CancellableContext context = Context.current().withCancellation();
        private final Iterator<WorkItem> items;

        Worker() {
            Context previous = context.attach();
            try {
                items = stub.getWorkItems(GetWorkItemsRequest.getDefaultInstance());
            } finally {
                context.detach(previous);
            }
        }

        WorkItem next() {
            return items.next();
        }

        void leave() {
            context.cancel(null);
        }
    }
}
