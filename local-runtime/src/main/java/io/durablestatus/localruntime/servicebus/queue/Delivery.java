package io.durablestatus.localruntime.servicebus.queue;

import java.util.UUID;

/**
 * A message on its way to a receiver.
 *
 * @param token names this delivery when it is settled; made up, and no lock, when the message was deleted on receipt
 * @param lockedUntil milliseconds since 1970; 0 when it is not locked
 */
public record Delivery(StoredMessage message, UUID token, long lockedUntil) {}
