package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.JobState;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.contracts.Problem;
import io.durablestatus.web.status.StateTable.Verdict;
import java.math.BigDecimal;
import java.time.Instant;

/** Tells a verdict as a {@link JobStatus}. The same verdict gives the same status, so that its ETag stays. */
final class StatusView {
    private StatusView() {}

    static JobStatus queued(JobId jobId, boolean delayed) {
        return status(jobId, null, JobState.QUEUED, null, new Times(null, jobId.submittedAt(), null), null, delayed);
    }

    /** A job whose message can no longer arrive: it ended when that became certain. */
    static JobStatus lost(JobId jobId, Problem error) {
        Instant certain = jobId.submittedAt().plus(StateTable.LOST_AFTER);
        return status(jobId, null, JobState.FAILED, none(), new Times(null, certain, certain), error, false);
    }

    static JobStatus seen(JobId jobId, Verdict.Seen seen) {
        Instance instance = seen.instance();
        return status(
                jobId,
                instance.instanceId(),
                seen.state(),
                progress(seen.state(), instance.progress()),
                times(jobId, seen.state(), instance),
                seen.error(),
                false);
    }

    static JobStatus degraded(JobStatus s) {
        return new JobStatus(
                s.jobId(),
                s.instanceId(),
                s.state(),
                s.progress(),
                s.submittedAt(),
                s.startedAt(),
                s.updatedAt(),
                s.finishedAt(),
                s.expiresAt(),
                s.error(),
                s.delayed(),
                s.cancelRequested(),
                true,
                s.retryOf(),
                s.links());
    }

    private record Times(Instant startedAt, Instant updatedAt, Instant finishedAt) {}

    private static JobStatus status(
            JobId jobId,
            String instanceId,
            JobState state,
            JobStatus.Progress progress,
            Times times,
            Problem error,
            boolean delayed) {
        String self = "/api/jobs/" + jobId;
        String result = state == JobState.COMPLETED ? self + "/result" : null;
        return new JobStatus(
                jobId,
                instanceId,
                state,
                progress,
                jobId.submittedAt(),
                times.startedAt(),
                times.updatedAt(),
                times.finishedAt(),
                jobId.expiresAt(),
                error,
                delayed,
                false,
                false,
                null,
                new JobStatus.Links(self, null, null, result, null, null, null, null));
    }

    private static JobStatus.Progress progress(JobState state, JobProgress progress) {
        if (progress == null) {
            return none();
        }
        // why: "nothing to do" is 100 % of a job that is done, but not of one that was rejected or is starting.
        return progress.total() == 0 && state != JobState.COMPLETED ? none() : JobStatus.Progress.of(progress);
    }

    private static JobStatus.Progress none() {
        return new JobStatus.Progress(0, 0, JobProgress.PAIRS, new BigDecimal("0.0"), null);
    }

    /** The job's own times have milliseconds; the engine's, with whole seconds, stand in where it has none. */
    private static Times times(JobId jobId, JobState state, Instance instance) {
        JobProgress progress = instance.progress();
        JobOutput output = instance.output();
        Instant started = output != null ? output.startedAt() : progress != null ? progress.startedAt() : null;
        Instant updated = progress != null && progress.updatedAt() != null
                ? progress.updatedAt()
                : notBefore(instance.lastUpdatedAt(), jobId.submittedAt());
        if (!state.isTerminal()) {
            return new Times(started, updated, null);
        }
        Instant finished = output != null && output.finishedAt() != null
                ? output.finishedAt()
                : state == JobState.FAILED && progress != null && progress.problem() != null
                        ? updated
                        : notBefore(instance.lastUpdatedAt(), updated);
        return new Times(started, finished, finished);
    }

    private static Instant notBefore(Instant time, Instant least) {
        return time == null || time.isBefore(least) ? least : time;
    }
}
