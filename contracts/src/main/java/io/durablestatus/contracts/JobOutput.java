package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Output of an instance that ended of its own accord.
 *
 * @param finishedAt UTC, milliseconds
 * @param result null when the job was canceled before any work
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobOutput(
        int schema,
        Outcome outcome,
        @UtcMillis Instant startedAt,
        @UtcMillis Instant finishedAt,
        JobResult result) {
    private static final int SCHEMA = 1;

    /** How the job ended; a failure has no output but a custom status with a problem. */
    public enum Outcome {
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("canceled")
        CANCELED
    }

    public JobOutput {
        Schema.require("JobOutput", SCHEMA, schema);
    }

    public static JobOutput completed(Instant startedAt, Instant finishedAt, JobResult result) {
        return new JobOutput(SCHEMA, Outcome.COMPLETED, startedAt, finishedAt, result);
    }

    public static JobOutput canceled(Instant startedAt, Instant finishedAt) {
        return new JobOutput(SCHEMA, Outcome.CANCELED, startedAt, finishedAt, null);
    }
}
