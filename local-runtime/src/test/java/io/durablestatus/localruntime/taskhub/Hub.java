package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.DurableTaskGrpcClientBuilder;
import com.microsoft.durabletask.DurableTaskGrpcWorker;
import com.microsoft.durabletask.DurableTaskGrpcWorkerBuilder;
import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.TaskActivity;
import com.microsoft.durabletask.TaskActivityFactory;
import com.microsoft.durabletask.TaskOrchestration;
import com.microsoft.durabletask.TaskOrchestrationFactory;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A hub under test with the SDK's client on its gRPC port. */
final class Hub implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    final TaskHub hub;
    final DurableTaskClient client;
    SdkExecutor executor;
    private final ManagedChannel channel;
    private final List<DurableTaskGrpcWorker> workers = new ArrayList<>();
    private final List<ManagedChannel> workerChannels = new ArrayList<>();

    Hub(Path folder, InstantSource clock) {
        this.hub = TaskHub.open(new TaskHubSettings(folder, 0, "test", 8, 8, clock));
        this.channel = channel();
        this.client = new DurableTaskGrpcClientBuilder().grpcChannel(channel).build();
    }

    static Hub inMemory() {
        return new Hub(null, InstantSource.system());
    }

    Hub running(Workload workload) {
        executor = new SdkExecutor(workload);
        hub.execute(executor);
        return this;
    }

    ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", hub.grpcPort())
                .usePlaintext()
                .build();
    }

    Hub withGrpcWorker(Workload workload) {
        ManagedChannel workerChannel = channel();
        workerChannels.add(workerChannel);
        DurableTaskGrpcWorkerBuilder builder = new DurableTaskGrpcWorkerBuilder().grpcChannel(workerChannel);
        workload.orchestrators.forEach(
                (name, orchestration) -> builder.addOrchestration(new TaskOrchestrationFactory() {
                    @Override
                    public String getName() {
                        return name;
                    }

                    @Override
                    public TaskOrchestration create() {
                        return orchestration;
                    }
                }));
        workload.activities.forEach((name, activity) -> builder.addActivity(new TaskActivityFactory() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public TaskActivity create() {
                return context -> {
                    try {
                        return activity.run(context.getInput(com.fasterxml.jackson.databind.JsonNode.class));
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                };
            }
        }));
        DurableTaskGrpcWorker worker = builder.build();
        worker.start();
        workers.add(worker);
        return this;
    }

    Instances instances() {
        return hub.instances();
    }

    OrchestrationMetadata completed(String instanceId) throws TimeoutException {
        return client.waitForInstanceCompletion(instanceId, SOON, true);
    }

    OrchestrationMetadata run(String orchestrator, Object input) throws TimeoutException {
        return completed(client.scheduleNewOrchestrationInstance(orchestrator, input));
    }

    @Override
    public void close() {
        workers.forEach(DurableTaskGrpcWorker::stop);
        workerChannels.forEach(ManagedChannel::shutdownNow);
        client.close();
        channel.shutdownNow();
        hub.close();
    }
}
