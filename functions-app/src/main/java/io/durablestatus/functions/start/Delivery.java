package io.durablestatus.functions.start;

import io.durablestatus.contracts.JobId;
import java.util.Optional;

/**
 * A message as the trigger hands it over.
 *
 * @param messageId may be anything a sender wrote, also null
 * @param attempt which delivery this is, from 1; 0 when unknown
 */
record Delivery(String messageId, long sequenceNumber, String body, int attempt) {
    Optional<JobId> jobId() {
        return JobId.parse(messageId);
    }

    /** Leaves out the body, which is the user's. */
    @Override
    public String toString() {
        return "message " + messageId + " (sequence number " + sequenceNumber + ", delivery " + attempt + ")";
    }
}
