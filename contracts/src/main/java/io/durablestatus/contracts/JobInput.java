package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * Input of the instance that does a job's work: the message and how it came.
 *
 * @param attempt which delivery of the message started the instance, from 1
 * @param deliveredAt UTC, milliseconds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobInput(
        int schema,
        JobMessage message,
        int attempt,
        @UtcMillis Instant deliveredAt) {
    private static final int SCHEMA = 1;

    public JobInput {
        Schema.require("JobInput", SCHEMA, schema);
    }

    public static JobInput of(JobMessage message, int attempt, Instant deliveredAt) {
        return new JobInput(SCHEMA, message, attempt, deliveredAt);
    }
}
