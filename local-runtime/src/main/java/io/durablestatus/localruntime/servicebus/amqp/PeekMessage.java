package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.StoredMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** Shows messages from a number on without locking them. */
final class PeekMessage implements ManagementOperation {
    /** A reply gets no longer than about this; the client asks for the rest. */
    private static final int MAX_REPLY_BYTES = 1 << 20;

    @Override
    public Reply perform(ManagementRequest request) {
        long count = request.number("message-count");
        Iterator<StoredMessage> found = request.queue()
                .peek(request.number("from-sequence-number"), request.textOrNull("session-id"))
                .iterator();
        List<Map<String, Object>> messages = new ArrayList<>();
        int bytes = 0;
        while (found.hasNext() && messages.size() < count && bytes < MAX_REPLY_BYTES) {
            byte[] message = request.codec().write(found.next(), 0);
            bytes += message.length;
            messages.add(Map.of("message", new Binary(message)));
        }
        return messages.isEmpty() ? new Reply(204, "No messages", null, null) : Reply.ok("messages", messages);
    }
}
