package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.Content;
import io.durablestatus.localruntime.servicebus.queue.SessionLock;
import org.apache.qpid.proton.amqp.Binary;

/** What the application last stored with a session it holds. */
final class GetSessionState implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        SessionLock session = request.queue().requireSession(request.text("session-id"), request.owner());
        return Reply.ok(
                "session-state",
                request.queue()
                        .sessionState(session)
                        .map(Content::bytes)
                        .map(Binary::new)
                        .orElse(null));
    }
}
