package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * What the web app sends through Service Bus; its MessageId is {@code jobId}.
 *
 * @param submittedAt UTC, milliseconds; the time in the job id
 * @param threshold least similarity of a duplicate pair, {@link Limits#THRESHOLD_MIN} to {@link Limits#THRESHOLD_MAX}
 * @param csv the submitted rows with their header
 * @param retryOf the job this one repeats, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobMessage(
        int schema,
        JobId jobId,
        SessionId sessionId,
        @UtcMillis Instant submittedAt,
        double threshold,
        String csv,
        JobId retryOf) {
    private static final int SCHEMA = 1;

    public JobMessage {
        Schema.require("JobMessage", SCHEMA, schema);
        require(jobId != null, "jobId is missing");
        require(jobId.sessionId().equals(sessionId), "sessionId is not that of the jobId");
        require(jobId.submittedAt().equals(submittedAt), "submittedAt is not that of the jobId");
        require(
                threshold >= Limits.THRESHOLD_MIN && threshold <= Limits.THRESHOLD_MAX,
                "threshold must be from " + Limits.THRESHOLD_MIN + " to " + Limits.THRESHOLD_MAX);
        require(csv != null && !csv.isEmpty(), "csv is missing");
    }

    public static JobMessage of(JobId jobId, double threshold, String csv, JobId retryOf) {
        return new JobMessage(SCHEMA, jobId, jobId.sessionId(), jobId.submittedAt(), threshold, csv, retryOf);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("JobMessage: " + what);
        }
    }

    /** Leaves out the rows, which are the user's and may be long. */
    @Override
    public String toString() {
        return "JobMessage[" + jobId + ", " + csv.length() + " characters]";
    }
}
