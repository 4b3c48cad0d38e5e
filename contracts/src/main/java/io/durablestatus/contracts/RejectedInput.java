package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * Input of the instance that stands for a message which could not become work: it fails at once with the problem.
 *
 * @param messageId as the sender gave it; the job id when it is one
 * @param body the message as it came, kept for a retry
 * @param attempt deliveries before the message was given up, or 0 when unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RejectedInput(
        int schema,
        String messageId,
        String body,
        int attempt,
        @UtcMillis Instant rejectedAt,
        Problem problem) {
    private static final int SCHEMA = 1;

    public RejectedInput {
        Schema.require("RejectedInput", SCHEMA, schema);
    }

    public static RejectedInput of(String messageId, String body, int attempt, Instant rejectedAt, Problem problem) {
        return new RejectedInput(SCHEMA, messageId, body, attempt, rejectedAt, problem);
    }

    /** Leaves out the body, which is the user's and may be long. */
    @Override
    public String toString() {
        return "RejectedInput[" + messageId + ", " + problem + "]";
    }
}
