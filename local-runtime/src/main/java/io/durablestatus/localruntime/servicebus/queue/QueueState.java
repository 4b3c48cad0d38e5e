package io.durablestatus.localruntime.servicebus.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What of a queue survives a restart. Changed only by {@link #apply}. */
final class QueueState {
    /** An entry of a table with a string and a number, on a JVM of 64 bits. */
    private static final long ID_OVERHEAD_BYTES = 120;

    private final String path;
    private final Usage usage;
    private final NavigableMap<Long, StoredMessage> messages = new TreeMap<>();
    /** In the order they were seen, which is the order in which they leave the window. */
    private final Map<String, Long> seenIds = new LinkedHashMap<>();

    private final Map<String, Content> sessionStates = new HashMap<>();
    private final int[] inState = new int[MessageState.values().length];
    private long lastSequenceNumber;
    private long contentBytes;

    QueueState(String path, Usage usage) {
        this.path = path;
        this.usage = usage;
    }

    void apply(Change change) {
        if (change instanceof Change.Stored stored) {
            put(stored.message());
        } else if (change instanceof Change.Removed removed) {
            remove(removed.sequenceNumber());
        } else if (change instanceof Change.DeliveryCounted counted) {
            StoredMessage message = messages.get(counted.sequenceNumber());
            if (message != null) {
                put(message.withDeliveryCount(counted.deliveryCount()));
            }
        } else if (change instanceof Change.StateChanged changed) {
            StoredMessage message = messages.get(changed.sequenceNumber());
            if (message != null) {
                put(message.withState(changed.state()));
            }
        } else if (change instanceof Change.IdSeen seen) {
            if (seenIds.remove(seen.messageId()) == null) {
                usage.add(idBytes(seen.messageId()));
            }
            seenIds.put(seen.messageId(), seen.seenAt());
        } else if (change instanceof Change.SessionStateSet set) {
            setSessionState(set.sessionId(), set.state());
        } else if (change instanceof Change.NumbersUsed used) {
            lastSequenceNumber = Math.max(lastSequenceNumber, used.lastSequenceNumber());
        }
    }

    /** Changes that make an empty queue equal to this one. */
    Stream<Change> snapshot() {
        Stream<Change> numbers = Stream.of(new Change.NumbersUsed(path, lastSequenceNumber));
        Stream<Change> stored = messages.values().stream().map(message -> new Change.Stored(path, message));
        Stream<Change> ids =
                seenIds.entrySet().stream().map(seen -> new Change.IdSeen(path, seen.getKey(), seen.getValue()));
        Stream<Change> states = sessionStates.entrySet().stream()
                .map(state -> new Change.SessionStateSet(path, state.getKey(), state.getValue()));
        return Stream.of(numbers, stored, ids, states).flatMap(part -> part);
    }

    /** Forgets message ids seen at or before this time. Not logged: a restart forgets them again. */
    void forgetIdsSeenUpTo(long time) {
        var inOrder = seenIds.entrySet().iterator();
        while (inOrder.hasNext()) {
            Map.Entry<String, Long> oldest = inOrder.next();
            if (oldest.getValue() > time) {
                return;
            }
            usage.add(-idBytes(oldest.getKey()));
            inOrder.remove();
        }
    }

    /** What a remembered message id, or the id of a session with a state, takes in memory. */
    static long idBytes(String id) {
        return ID_OVERHEAD_BYTES + id.length();
    }

    Long seenAt(String messageId) {
        return seenIds.get(messageId);
    }

    StoredMessage get(long sequenceNumber) {
        return messages.get(sequenceNumber);
    }

    NavigableMap<Long, StoredMessage> from(long sequenceNumber) {
        return messages.tailMap(sequenceNumber, true);
    }

    Content sessionState(String sessionId) {
        return sessionStates.get(sessionId);
    }

    int count(MessageState state) {
        return inState[state.code()];
    }

    int size() {
        return messages.size();
    }

    long contentBytes() {
        return contentBytes;
    }

    long lastSequenceNumber() {
        return lastSequenceNumber;
    }

    private void setSessionState(String sessionId, Content sessionState) {
        Content before =
                sessionState == null ? sessionStates.remove(sessionId) : sessionStates.put(sessionId, sessionState);
        usage.add(sessionStateBytes(sessionId, sessionState) - sessionStateBytes(sessionId, before));
    }

    private static long sessionStateBytes(String sessionId, Content sessionState) {
        return sessionState == null ? 0 : idBytes(sessionId) + sessionState.size();
    }

    private void put(StoredMessage message) {
        remove(message.sequenceNumber());
        messages.put(message.sequenceNumber(), message);
        lastSequenceNumber = Math.max(lastSequenceNumber, message.sequenceNumber());
        count(message, 1);
    }

    private void remove(long sequenceNumber) {
        StoredMessage removed = messages.remove(sequenceNumber);
        if (removed != null) {
            count(removed, -1);
        }
    }

    private void count(StoredMessage message, int sign) {
        inState[message.state().code()] += sign;
        contentBytes += (long) sign * message.content().size();
        usage.add((long) sign * (message.content().size() + StoredMessage.OVERHEAD_BYTES));
    }
}
