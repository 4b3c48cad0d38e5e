package io.durablestatus.localruntime.taskhub;

import org.junit.jupiter.api.AfterEach;

/** A hub with a worker for a workload, whatever kind of worker that is. */
abstract class WorkerContract {
    protected final Workload workload = new Workload();
    private Hub hub;

    /** Starts a hub with a worker for the workload. */
    abstract Hub start(Workload workload);

    Hub hub() {
        if (hub == null) {
            hub = start(workload);
        }
        return hub;
    }

    @AfterEach
    void close() {
        if (hub != null) {
            hub.close();
        }
    }
}
