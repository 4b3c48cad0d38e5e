package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.Content;
import io.durablestatus.localruntime.servicebus.queue.SessionLock;
import java.util.Arrays;
import org.apache.qpid.proton.amqp.Binary;

/** Stores the application's state of a session it holds; null removes it. */
final class SetSessionState implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        SessionLock session = request.queue().requireSession(request.text("session-id"), request.owner());
        Content state = request.body().get("session-state") instanceof Binary binary ? content(binary) : null;
        request.queue().setSessionState(session, state);
        return Reply.ok();
    }

    private static Content content(Binary binary) {
        int from = binary.getArrayOffset();
        return new Content(Arrays.copyOfRange(binary.getArray(), from, from + binary.getLength()));
    }
}
