package io.durablestatus.localruntime.servicebus.queue;

import java.util.UUID;

/**
 * A peek-lock on one message.
 *
 * @param token a new one for each delivery
 * @param lockedUntil milliseconds since 1970; of a session's message, what the session lock said at delivery
 * @param session the session lock it hangs on; null in a queue without sessions
 */
record Lock(UUID token, long sequenceNumber, long lockedUntil, SessionLock session) {}
