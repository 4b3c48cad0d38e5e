package io.durablestatus.functions.start;

import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.DurableTaskGrpcClientBuilder;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.InstanceQuery;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.QueryInstancesRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.QueryInstancesResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TerminateRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TerminateResponse;
import com.microsoft.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The engine's gRPC service as far as this package uses it, so that the SDK's real client is what the tests call. */
final class Sidecar extends TaskHubSidecarServiceImplBase implements AutoCloseable {
    private static final int PAGE = 2;

    final NavigableMap<String, OrchestrationState> instances = new TreeMap<>();
    private final Server server;

    Sidecar() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .build()
                .start();
    }

    DurableTaskClient client() {
        return new DurableTaskGrpcClientBuilder().port(server.getPort()).build();
    }

    void put(String id, OrchestrationStatus status, Instant created) {
        instances.put(
                id,
                OrchestrationState.newBuilder()
                        .setInstanceId(id)
                        .setName("ProcessJob")
                        .setOrchestrationStatus(status)
                        .setCreatedTimestamp(Timestamp.newBuilder().setSeconds(created.getEpochSecond()))
                        .build());
    }

    @Override
    public void startInstance(CreateInstanceRequest request, StreamObserver<CreateInstanceResponse> answer) {
        put(request.getInstanceId(), OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, Instant.EPOCH);
        instances.computeIfPresent(
                request.getInstanceId(),
                (id, state) -> state.toBuilder().setInput(request.getInput()).build());
        answer(
                answer,
                CreateInstanceResponse.newBuilder()
                        .setInstanceId(request.getInstanceId())
                        .build());
    }

    @Override
    public void getInstance(GetInstanceRequest request, StreamObserver<GetInstanceResponse> answer) {
        OrchestrationState state = instances.get(request.getInstanceId());
        GetInstanceResponse.Builder response = GetInstanceResponse.newBuilder().setExists(state != null);
        if (state != null) {
            response.setOrchestrationState(state);
        }
        answer(answer, response.build());
    }

    @Override
    public void queryInstances(QueryInstancesRequest request, StreamObserver<QueryInstancesResponse> answer) {
        InstanceQuery query = request.getQuery();
        List<OrchestrationState> page =
                instances.tailMap(query.getContinuationToken().getValue(), false).values().stream()
                        .filter(state -> query.getRuntimeStatusList().contains(state.getOrchestrationStatus()))
                        .filter(state -> state.getCreatedTimestamp().getSeconds()
                                <= query.getCreatedTimeTo().getSeconds())
                        .limit(PAGE)
                        .toList();
        QueryInstancesResponse.Builder response =
                QueryInstancesResponse.newBuilder().addAllOrchestrationState(page);
        if (page.size() == PAGE) {
            response.setContinuationToken(StringValue.of(page.get(PAGE - 1).getInstanceId()));
        }
        answer(answer, response.build());
    }

    @Override
    public void terminateInstance(TerminateRequest request, StreamObserver<TerminateResponse> answer) {
        if (request.getInstanceId().contains("stubborn")) {
            answer.onError(Status.UNKNOWN.asRuntimeException());
            return;
        }
        instances.computeIfPresent(
                request.getInstanceId(),
                (id, state) -> state.toBuilder()
                        .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED)
                        .build());
        answer(answer, TerminateResponse.getDefaultInstance());
    }

    @Override
    public void purgeInstances(PurgeInstancesRequest request, StreamObserver<PurgeInstancesResponse> answer) {
        int deleted = instances.remove(request.getInstanceId()) == null ? 0 : 1;
        answer(
                answer,
                PurgeInstancesResponse.newBuilder()
                        .setDeletedInstanceCount(deleted)
                        .build());
    }

    private static <T> void answer(StreamObserver<T> observer, T value) {
        observer.onNext(value);
        observer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
