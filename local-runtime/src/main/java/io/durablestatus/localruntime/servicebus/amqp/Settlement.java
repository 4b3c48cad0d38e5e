package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.DeadLetterReason;
import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import io.durablestatus.localruntime.servicebus.queue.QueueException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * What a receiver's outcome means to the queue, and what it is answered. The Java SDK takes an answer of the same type
 * as success; the others take any Rejected with an error as failure, so dead-lettering is answered by an empty one.
 */
final class Settlement {
    static final String REASON = "DeadLetterReason";
    static final String DESCRIPTION = "DeadLetterErrorDescription";

    private Settlement() {}

    static DeliveryState settle(MessageQueue queue, UUID token, DeliveryState outcome) {
        try {
            return apply(queue, token, outcome);
        } catch (QueueException e) {
            return rejected(Errors.of(e));
        } catch (MalformedMessageException e) {
            return rejected(Errors.error(Errors.DECODE_ERROR, e.getMessage()));
        }
    }

    private static DeliveryState apply(MessageQueue queue, UUID token, DeliveryState outcome) {
        if (outcome instanceof Accepted) {
            queue.complete(token);
            return Accepted.getInstance();
        }
        if (outcome instanceof Released) {
            queue.release(token);
            return Released.getInstance();
        }
        if (outcome instanceof Modified modified) {
            Map<String, Object> properties = named(modified.getMessageAnnotations());
            if (Boolean.TRUE.equals(modified.getUndeliverableHere())) {
                queue.defer(token, properties);
            } else {
                queue.abandon(token, properties);
            }
            return modified;
        }
        if (outcome instanceof Rejected rejected) {
            queue.deadLetter(token, reason(rejected.getError()));
            return new Rejected();
        }
        String problem = outcome instanceof TransactionalState
                ? "Transactions are not supported."
                : "This outcome is not supported: " + outcome;
        return rejected(Errors.error(Errors.NOT_IMPLEMENTED, problem));
    }

    private static DeadLetterReason reason(ErrorCondition error) {
        if (error == null) {
            return new DeadLetterReason(null, null, Map.of());
        }
        Map<String, Object> info = named(error.getInfo());
        Object reason = info.remove(REASON);
        Object description = info.remove(DESCRIPTION);
        if (!Errors.DEAD_LETTER.equals(error.getCondition()) && reason == null) {
            // why: a plain AMQP client rejects with its own condition.
            return new DeadLetterReason(String.valueOf(error.getCondition()), error.getDescription(), info);
        }
        return new DeadLetterReason(text(reason), text(description), info);
    }

    private static Map<String, Object> named(Map<?, ?> properties) {
        Map<String, Object> named = new HashMap<>();
        if (properties != null) {
            properties.forEach((key, value) -> named.put(String.valueOf(key), value));
        }
        return named;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static Rejected rejected(ErrorCondition error) {
        Rejected rejected = new Rejected();
        rejected.setError(error);
        return rejected;
    }
}
