package io.durablestatus.localruntime.servicebus.queue;

/**
 * A message as the queue keeps it. All times are milliseconds since 1970.
 *
 * @param sequenceNumber its place in the queue, from 1, never used twice
 * @param deliveryCount deliveries that failed
 * @param expiresAt {@link Long#MAX_VALUE} when it never expires
 * @param scheduledFor 0 when it was not scheduled
 * @param deadLetterSource the queue it was dead-lettered from; null outside a dead-letter queue
 */
public record StoredMessage(
        long sequenceNumber,
        MessageState state,
        int deliveryCount,
        long enqueuedAt,
        long expiresAt,
        long scheduledFor,
        String messageId,
        String sessionId,
        String deadLetterSource,
        Content content) {
    /** What a message costs in memory beside its bytes, measured with 1 KB messages. */
    static final int OVERHEAD_BYTES = 450;

    StoredMessage withState(MessageState newState) {
        return new StoredMessage(
                sequenceNumber,
                newState,
                deliveryCount,
                enqueuedAt,
                expiresAt,
                scheduledFor,
                messageId,
                sessionId,
                deadLetterSource,
                content);
    }

    StoredMessage withDeliveryCount(int count) {
        return new StoredMessage(
                sequenceNumber,
                state,
                count,
                enqueuedAt,
                expiresAt,
                scheduledFor,
                messageId,
                sessionId,
                deadLetterSource,
                content);
    }

    StoredMessage withContent(Content newContent) {
        return new StoredMessage(
                sequenceNumber,
                state,
                deliveryCount,
                enqueuedAt,
                expiresAt,
                scheduledFor,
                messageId,
                sessionId,
                deadLetterSource,
                newContent);
    }

    /** The same message as it enters the queue at its scheduled time: a new number, a new enqueued time. */
    StoredMessage activated(long newSequenceNumber, long now) {
        return new StoredMessage(
                newSequenceNumber,
                MessageState.ACTIVE,
                deliveryCount,
                now,
                expiresAt,
                scheduledFor,
                messageId,
                sessionId,
                deadLetterSource,
                content);
    }

    /** The same message in the dead-letter queue, where nothing expires. It keeps number, time and count. */
    StoredMessage deadLettered(String source, Content newContent) {
        return new StoredMessage(
                sequenceNumber,
                MessageState.ACTIVE,
                deliveryCount,
                enqueuedAt,
                Long.MAX_VALUE,
                scheduledFor,
                messageId,
                sessionId,
                source,
                newContent);
    }
}
