package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** Stores messages that become active at their annotated time; answers their numbers as an AMQP array of long. */
final class ScheduleMessage implements ManagementOperation {
    @Override
    public Reply perform(ManagementRequest request) {
        List<NewMessage> messages = new ArrayList<>();
        for (Object item : request.items("messages")) {
            if (!(item instanceof Map<?, ?> entry) || !(entry.get("message") instanceof Binary encoded)) {
                throw ManagementRequest.invalid("messages");
            }
            messages.add(request.codec().readOne(bytes(encoded)));
        }
        List<Long> numbers = request.queue().send(messages);
        // why: Long[], because proton-j cannot encode a long[] inside a map.
        return Reply.ok("sequence-numbers", numbers.toArray(Long[]::new));
    }

    private static byte[] bytes(Binary binary) {
        byte[] bytes = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }
}
