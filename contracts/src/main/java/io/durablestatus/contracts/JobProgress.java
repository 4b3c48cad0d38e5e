package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * The custom status of a job's instance: how far it is, and before it fails, why. Its JSON stays under
 * {@link Limits#CUSTOM_STATUS_CHARS}.
 *
 * @param done pairs compared
 * @param total pairs in all; null-like zero when the job has none or was rejected
 * @param unit what is counted
 * @param tiles null when the job was rejected
 * @param startedAt UTC, milliseconds, because the engine's own times have whole seconds
 * @param updatedAt UTC, milliseconds; when this was written
 * @param problem set before the orchestrator throws, because the SDK loses the cause; else null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobProgress(
        int schema,
        long done,
        long total,
        String unit,
        Tiles tiles,
        @UtcMillis Instant startedAt,
        @UtcMillis Instant updatedAt,
        Problem problem) {
    /** What this workload counts. */
    public static final String PAIRS = "pairs";

    private static final int SCHEMA = 1;

    public JobProgress {
        Schema.require("JobProgress", SCHEMA, schema);
    }

    public static JobProgress of(long done, long total, Tiles tiles, Instant startedAt, Instant updatedAt) {
        return new JobProgress(SCHEMA, done, total, PAIRS, tiles, startedAt, updatedAt, null);
    }

    public JobProgress withProblem(Problem problem, Instant at) {
        return new JobProgress(SCHEMA, done, total, unit, tiles, startedAt, at, problem);
    }

    /** Of a job that never worked. */
    public static JobProgress rejected(Problem problem, Instant at) {
        return new JobProgress(SCHEMA, 0, 0, PAIRS, null, at, at, problem);
    }
}
