package io.durablestatus.localruntime.servicebus.queue;

import java.util.HashMap;
import java.util.Map;

/**
 * Why a message is dead-lettered; all of it becomes application properties of the message.
 *
 * @param reason null when the receiver gave none
 * @param description null when the receiver gave none
 * @param properties further properties the receiver wants on the message
 */
public record DeadLetterReason(String reason, String description, Map<String, Object> properties) {
    static final DeadLetterReason EXPIRED =
            new DeadLetterReason("TTLExpiredException", "The message expired and was dead lettered.", Map.of());

    static DeadLetterReason tooManyDeliveries(int attempts) {
        return new DeadLetterReason(
                "MaxDeliveryCountExceeded",
                "Message could not be consumed after " + attempts + " delivery attempts.",
                Map.of());
    }

    Map<String, Object> asProperties() {
        Map<String, Object> all = new HashMap<>(properties);
        if (reason != null) {
            all.put("DeadLetterReason", reason);
        }
        if (description != null) {
            all.put("DeadLetterErrorDescription", description);
        }
        return all;
    }
}
