package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobStatus;
import io.durablestatus.web.problem.ProblemException;

/** What a job is in a list. */
sealed interface ListEntry {
    /** Its status is told. */
    record Shown(JobStatus status) implements ListEntry {}

    /** Its status cannot be told now: one such job must not hide the others. */
    record Unavailable(JobId jobId, ProblemException why) implements ListEntry {}

    /** Past retention. */
    record Gone() implements ListEntry {}
}
