package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.SessionLock;

/** Prolongs the lock of a session and so the locks of its messages. */
final class RenewSessionLock implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        SessionLock session = request.queue().requireSession(request.text("session-id"), request.owner());
        request.queue().renewSession(session);
        return Reply.ok("expiration", Timestamps.of(session.lockedUntil()));
    }
}
