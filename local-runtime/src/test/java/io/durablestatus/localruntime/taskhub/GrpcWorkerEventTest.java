package io.durablestatus.localruntime.taskhub;

/** The contract with the SDK's own worker on the hub's gRPC port. */
class GrpcWorkerEventTest extends EventContract {
    @Override
    Hub start(Workload workload) {
        return Hub.inMemory().withGrpcWorker(workload);
    }
}
