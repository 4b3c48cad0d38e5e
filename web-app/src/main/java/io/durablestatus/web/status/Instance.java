package io.durablestatus.web.status;

import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobProgress;
import java.time.Instant;

/**
 * An orchestration instance as the durable HTTP API shows it.
 *
 * @param progress its custom status, or null while it has set none
 * @param output null until it completed
 * @param lastUpdatedAt by the engine, in whole seconds
 */
record Instance(
        String instanceId, RuntimeStatus runtimeStatus, JobProgress progress, JobOutput output, Instant lastUpdatedAt) {

    /** The engine's own words. */
    enum RuntimeStatus {
        PENDING,
        RUNNING,
        CONTINUEDASNEW,
        SUSPENDED,
        COMPLETED,
        FAILED,
        TERMINATED,
        CANCELED
    }
}
