package io.durablestatus.web.result;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobResult;
import io.durablestatus.contracts.JobState;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import io.durablestatus.web.status.InstanceOutput;
import io.durablestatus.web.status.StatusReader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Reads what a completed job found; the engine keeps it, nothing here does. */
@Singleton
public class ResultReader {
    private final StatusReader statuses;
    private final InstanceOutput outputs;

    public ResultReader(StatusReader statuses, InstanceOutput outputs) {
        this.statuses = statuses;
        this.outputs = outputs;
    }

    /** Fails with a {@link ProblemException}: 409 when the job is not completed, 410, 503. */
    public Uni<JobResult> result(JobId jobId) {
        return statuses.status(jobId).chain(status -> {
            if (status.state() != JobState.COMPLETED) {
                return Uni.createFrom().failure(notCompleted(status));
            }
            return outputs.result(status.instanceId()).onItem().ifNull().failWith(ResultReader::unavailable);
        });
    }

    private static ProblemException notCompleted(JobStatus status) {
        String detail = status.state().isTerminal()
                ? "The job is " + status.state() + " and has no result."
                : "The job is " + status.state() + ". Its result is there when it is COMPLETED.";
        return ProblemException.of(HttpProblem.NOT_COMPLETED, detail);
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                HttpProblem.STATUS_UNAVAILABLE,
                "The job is COMPLETED, but the durable engine cannot be asked for its result now. Ask again in a few"
                        + " seconds.");
    }
}
