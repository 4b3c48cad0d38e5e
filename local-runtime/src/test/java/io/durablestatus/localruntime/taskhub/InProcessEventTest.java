package io.durablestatus.localruntime.taskhub;

/** The contract with user code in the hub's process, as the function host runs it. */
class InProcessEventTest extends EventContract {
    @Override
    Hub start(Workload workload) {
        return Hub.inMemory().running(workload);
    }
}
