package io.durablestatus.localruntime.taskhub.grpc;

import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteTaskResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateTaskHubRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateTaskHubResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.DeleteTaskHubRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.DeleteTaskHubResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.QueryInstancesRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.QueryInstancesResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.RaiseEventRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.RaiseEventResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ResumeRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ResumeResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.SuspendRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.SuspendResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TerminateRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TerminateResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import com.microsoft.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.Instances;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.engine.Engine;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The calls of the protocol, one by one. Rewind is not offered, as no SDK of this generation calls it. */
final class SidecarService extends TaskHubSidecarServiceImplBase {
    private final Engine engine;
    private final Instances instances;
    private final WorkItemStreams streams;

    SidecarService(Engine engine, WorkItemStreams streams) {
        this.engine = engine;
        this.instances = engine.instances();
        this.streams = streams;
    }

    @Override
    public void hello(Empty request, StreamObserver<Empty> reply) {
        answer(reply, Empty::getDefaultInstance);
    }

    @Override
    public void startInstance(CreateInstanceRequest request, StreamObserver<CreateInstanceResponse> reply) {
        answer(reply, () -> {
            try {
                return CreateInstanceResponse.newBuilder()
                        .setInstanceId(instances.start(WireMapping.start(request)))
                        .build();
            } catch (TaskHubException e) {
                throw WireMapping.startRefusal(request.getInstanceId(), e);
            }
        });
    }

    @Override
    public void getInstance(GetInstanceRequest request, StreamObserver<GetInstanceResponse> reply) {
        answer(
                reply,
                () -> instances
                        .find(request.getInstanceId())
                        .map(record -> WireMapping.instance(record, request.getGetInputsAndOutputs()))
                        .orElse(GetInstanceResponse.getDefaultInstance()));
    }

    @Override
    public void waitForInstanceStart(GetInstanceRequest request, StreamObserver<GetInstanceResponse> reply) {
        answerLater(request, reply, engine.started(request.getInstanceId()));
    }

    @Override
    public void waitForInstanceCompletion(GetInstanceRequest request, StreamObserver<GetInstanceResponse> reply) {
        answerLater(request, reply, engine.ended(request.getInstanceId()));
    }

    @Override
    public void raiseEvent(RaiseEventRequest request, StreamObserver<RaiseEventResponse> reply) {
        answer(reply, () -> {
            instances.raiseEvent(
                    request.getInstanceId(), request.getName(), textOrNull(request.hasInput(), request.getInput()));
            return RaiseEventResponse.getDefaultInstance();
        });
    }

    @Override
    public void terminateInstance(TerminateRequest request, StreamObserver<TerminateResponse> reply) {
        answer(reply, () -> {
            instances.terminate(request.getInstanceId(), textOrNull(request.hasOutput(), request.getOutput()));
            return TerminateResponse.getDefaultInstance();
        });
    }

    @Override
    public void suspendInstance(SuspendRequest request, StreamObserver<SuspendResponse> reply) {
        answer(reply, () -> {
            instances.suspend(request.getInstanceId(), textOrNull(request.hasReason(), request.getReason()));
            return SuspendResponse.getDefaultInstance();
        });
    }

    @Override
    public void resumeInstance(ResumeRequest request, StreamObserver<ResumeResponse> reply) {
        answer(reply, () -> {
            instances.resume(request.getInstanceId(), textOrNull(request.hasReason(), request.getReason()));
            return ResumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void queryInstances(QueryInstancesRequest request, StreamObserver<QueryInstancesResponse> reply) {
        answer(
                reply,
                () -> WireMapping.page(
                        instances.list(WireMapping.query(request.getQuery())),
                        request.getQuery().getFetchInputsAndOutputs()));
    }

    @Override
    public void purgeInstances(PurgeInstancesRequest request, StreamObserver<PurgeInstancesResponse> reply) {
        answer(
                reply,
                () -> PurgeInstancesResponse.newBuilder()
                        .setDeletedInstanceCount(
                                request.hasPurgeInstanceFilter()
                                        ? instances.purge(WireMapping.filter(request.getPurgeInstanceFilter()))
                                        : instances.purge(request.getInstanceId()) ? 1 : 0)
                        .build());
    }

    @Override
    public void createTaskHub(CreateTaskHubRequest request, StreamObserver<CreateTaskHubResponse> reply) {
        answer(reply, () -> {
            if (request.getRecreateIfExists()) {
                engine.reset();
            }
            return CreateTaskHubResponse.getDefaultInstance();
        });
    }

    @Override
    public void deleteTaskHub(DeleteTaskHubRequest request, StreamObserver<DeleteTaskHubResponse> reply) {
        answer(reply, () -> {
            engine.reset();
            return DeleteTaskHubResponse.getDefaultInstance();
        });
    }

    @Override
    public void getWorkItems(GetWorkItemsRequest request, StreamObserver<WorkItem> reply) {
        streams.open((ServerCallStreamObserver<WorkItem>) reply);
    }

    @Override
    public void completeOrchestratorTask(OrchestratorResponse request, StreamObserver<CompleteTaskResponse> reply) {
        answer(reply, () -> {
            streams.complete(request);
            return CompleteTaskResponse.getDefaultInstance();
        });
    }

    @Override
    public void completeActivityTask(ActivityResponse request, StreamObserver<CompleteTaskResponse> reply) {
        answer(reply, () -> {
            streams.complete(request);
            return CompleteTaskResponse.getDefaultInstance();
        });
    }

    private static String textOrNull(boolean present, StringValue text) {
        return present ? text.getValue() : null;
    }

    private static <T> void answer(StreamObserver<T> reply, Supplier<T> call) {
        T message;
        try {
            message = call.get();
        } catch (RuntimeException e) {
            reply.onError(WireMapping.refusal(e));
            return;
        }
        reply.onNext(message);
        reply.onCompleted();
    }

    /** Holds no thread while it waits, and stops waiting when the client does. */
    private static void answerLater(
            GetInstanceRequest request,
            StreamObserver<GetInstanceResponse> reply,
            CompletableFuture<InstanceRecord> reached) {
        Context.current().addListener(context -> reached.cancel(false), Runnable::run);
        var unused = reached.whenComplete((record, failure) -> {
            if (failure == null) {
                answer(reply, () -> WireMapping.instance(record, request.getGetInputsAndOutputs()));
            } else if (!reached.isCancelled()) {
                reply.onError(WireMapping.refusal(failure));
            }
        });
    }
}
