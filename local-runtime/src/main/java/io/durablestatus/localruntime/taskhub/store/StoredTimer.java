package io.durablestatus.localruntime.taskhub.store;

import java.time.Instant;

/** A timer that has not fired; {@link #START} as its id is the scheduled start of the instance itself. */
public record StoredTimer(String instanceId, String executionId, int timerId, Instant fireAt) {
    public static final int START = -1;
}
