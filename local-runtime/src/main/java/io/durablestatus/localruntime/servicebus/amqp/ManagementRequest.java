package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import io.durablestatus.localruntime.servicebus.queue.QueueException;
import io.durablestatus.localruntime.servicebus.queue.QueueException.Reason;
import io.durablestatus.localruntime.servicebus.queue.SessionLock;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A request to an entity's {@code $management}; reads its map and refuses what is missing or of the wrong type.
 *
 * @param queue the entity
 * @param owner the connection, which owns the session locks of its links
 */
record ManagementRequest(MessageQueue queue, Object owner, MessageCodec codec, Map<?, ?> body) {
    String text(String key) {
        return require(key, String.class);
    }

    /** Null when it is absent. */
    String textOrNull(String key) {
        return body.get(key) == null ? null : text(key);
    }

    long number(String key) {
        return require(key, Number.class).longValue();
    }

    /** Each once, in order. */
    Set<Long> numbers(String key) {
        Set<Long> numbers = new LinkedHashSet<>();
        for (Object item : items(key)) {
            if (!(item instanceof Number number)) {
                throw invalid(key);
            }
            numbers.add(number.longValue());
        }
        return numbers;
    }

    /** Each once, in order. */
    Set<UUID> lockTokens() {
        Set<UUID> tokens = new LinkedHashSet<>();
        for (Object item : items("lock-tokens")) {
            if (!(item instanceof UUID token)) {
                throw invalid("lock-tokens");
            }
            tokens.add(token);
        }
        return tokens;
    }

    /** A list, or an array of objects or primitives: the SDKs send either. */
    List<Object> items(String key) {
        Object value = body.get(key);
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (value == null || !value.getClass().isArray()) {
            throw invalid(key);
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            items.add(Array.get(value, i));
        }
        return items;
    }

    /** The lock of the session named in the request; null when none is named and the queue has no sessions. */
    SessionLock session() {
        String sessionId = textOrNull("session-id");
        if (sessionId == null || !queue.requiresSession()) {
            if (queue.requiresSession()) {
                throw new QueueException(Reason.INVALID_ARGUMENT, "The request names no session-id.");
            }
            return null;
        }
        return queue.requireSession(sessionId, owner);
    }

    private <T> T require(String key, Class<T> type) {
        Object value = body.get(key);
        if (!type.isInstance(value)) {
            throw invalid(key);
        }
        return type.cast(value);
    }

    static QueueException invalid(String key) {
        return new QueueException(
                Reason.INVALID_ARGUMENT, "The request's '" + key + "' is missing or of the wrong type.");
    }
}
