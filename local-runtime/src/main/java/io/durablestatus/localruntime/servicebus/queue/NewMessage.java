package io.durablestatus.localruntime.servicebus.queue;

/**
 * A message as a sender hands it in.
 *
 * @param messageId what duplicate detection compares; never empty
 * @param sessionId null when the message belongs to no session
 * @param timeToLiveMillis {@link #NO_LIMIT} when the sender set none
 * @param scheduledFor when it becomes active, milliseconds since 1970; 0 = at once
 */
public record NewMessage(
        String messageId, String sessionId, long timeToLiveMillis, long scheduledFor, Content content) {
    public static final long NO_LIMIT = Long.MAX_VALUE;
}
