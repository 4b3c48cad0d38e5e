package io.durablestatus.localruntime.servicebus.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Active messages that nobody has locked, by number, apart for each session; the key is null in a queue without
 * sessions. A returned message has its old place.
 */
final class ReadyMessages {
    private final Map<String, NavigableMap<Long, StoredMessage>> bySession = new HashMap<>();
    private int size;

    void add(String sessionId, StoredMessage message) {
        if (bySession.computeIfAbsent(sessionId, id -> new TreeMap<>()).put(message.sequenceNumber(), message)
                == null) {
            size++;
        }
    }

    void remove(String sessionId, StoredMessage message) {
        NavigableMap<Long, StoredMessage> session = bySession.get(sessionId);
        if (session != null && session.remove(message.sequenceNumber()) != null) {
            size--;
            dropIfEmpty(sessionId, session);
        }
    }

    /** Takes out the first message of a session (null: of the messages without one); null when there is none. */
    StoredMessage poll(String sessionId) {
        NavigableMap<Long, StoredMessage> session = bySession.get(sessionId);
        if (session == null) {
            return null;
        }
        Entry<Long, StoredMessage> first = session.pollFirstEntry();
        size--;
        dropIfEmpty(sessionId, session);
        return first.getValue();
    }

    boolean has(String sessionId) {
        return bySession.containsKey(sessionId);
    }

    /** The session outside {@code taken} whose first message is the oldest; null when there is none. */
    String oldestSessionOutside(Set<String> taken) {
        String oldest = null;
        long first = Long.MAX_VALUE;
        for (Entry<String, NavigableMap<Long, StoredMessage>> session : bySession.entrySet()) {
            long number = session.getValue().firstKey();
            if (session.getKey() != null && number < first && !taken.contains(session.getKey())) {
                first = number;
                oldest = session.getKey();
            }
        }
        return oldest;
    }

    int size() {
        return size;
    }

    private void dropIfEmpty(String sessionId, Map<Long, StoredMessage> session) {
        if (session.isEmpty()) {
            bySession.remove(sessionId);
        }
    }
}
