package io.durablestatus.localruntime.servicebus.queue;

/**
 * One lasting change of one queue; {@code queue} is its path, with {@code /$deadletterqueue} for the sub-queue. The
 * state of a queue is the sum of its changes, live and after a restart alike. Locks are not among them: after a restart
 * every message is unlocked.
 */
public sealed interface Change {
    String queue();

    /** A message was added, or replaced the one with the same number. */
    record Stored(String queue, StoredMessage message) implements Change {}

    record Removed(String queue, long sequenceNumber) implements Change {}

    record DeliveryCounted(String queue, long sequenceNumber, int deliveryCount) implements Change {}

    record StateChanged(String queue, long sequenceNumber, MessageState state) implements Change {}

    /** A message id was accepted; it is a duplicate until the window after {@code seenAt} ends. */
    record IdSeen(String queue, String messageId, long seenAt) implements Change {}

    /** The application's state of a session; null content removes it. */
    record SessionStateSet(String queue, String sessionId, Content state) implements Change {}

    /** All numbers up to this one are used, also when their messages are gone. */
    record NumbersUsed(String queue, long lastSequenceNumber) implements Change {}
}
