package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** Receives deferred messages; settle mode 0 deletes them, 1 locks them. */
final class ReceiveBySequenceNumber implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        boolean delete = request.number("receiver-settle-mode") == 0;
        List<Delivery> deliveries =
                request.queue().receiveDeferred(request.numbers("sequence-numbers"), delete, request.session());
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            Map<String, Object> message = new HashMap<>();
            message.put("message", new Binary(request.codec().write(delivery.message(), delivery.lockedUntil())));
            message.put("lock-token", delivery.token());
            messages.add(message);
        }
        return Reply.ok("messages", messages);
    }
}
