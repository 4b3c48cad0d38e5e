package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.DeadLetterReason;
import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Settles messages by lock token: the way for deferred ones, and for any whose link is gone. */
final class UpdateDisposition implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        if (request.queue().requiresSession()) {
            // why: refuses when the session is not held any more.
            request.session();
        }
        String status = request.text("disposition-status");
        Map<String, Object> properties = new HashMap<>();
        if (request.body().get("properties-to-modify") instanceof Map<?, ?> changes) {
            changes.forEach((key, value) -> properties.put(String.valueOf(key), value));
        }
        for (UUID token : request.lockTokens()) {
            settle(request, token, status, properties);
        }
        return Reply.ok();
    }

    private static void settle(ManagementRequest request, UUID token, String status, Map<String, Object> properties) {
        MessageQueue queue = request.queue();
        switch (status) {
            case "completed" -> queue.complete(token);
            case "abandoned" -> queue.abandon(token, properties);
            // why: the protocol writes it with one r.
            case "defered" -> queue.defer(token, properties);
            case "suspended" ->
                queue.deadLetter(
                        token,
                        new DeadLetterReason(
                                request.textOrNull("deadletter-reason"),
                                request.textOrNull("deadletter-description"),
                                properties));
            case "released" -> queue.release(token);
            default -> throw ManagementRequest.invalid("disposition-status");
        }
    }
}
