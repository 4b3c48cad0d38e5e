package io.durablestatus.localruntime.servicebus.queue;

import java.util.HashSet;
import java.util.Set;

/** The messages nobody has locked, found by what may happen to them next: receipt, activation, expiry. */
final class UnlockedMessages {
    private final boolean bySession;
    private final ReadyMessages ready = new ReadyMessages();
    private final Set<Long> deferred = new HashSet<>();
    private final DueTimes expiries = new DueTimes();
    private final DueTimes activations = new DueTimes();

    /** @param bySession whether messages are received by session only */
    UnlockedMessages(boolean bySession) {
        this.bySession = bySession;
    }

    void add(StoredMessage message) {
        switch (message.state()) {
            case ACTIVE -> ready.add(sessionOf(message), message);
            case DEFERRED -> deferred.add(message.sequenceNumber());
            case SCHEDULED -> activations.add(message.scheduledFor(), message.sequenceNumber());
        }
        if (message.state() != MessageState.SCHEDULED) {
            expiries.add(message.expiresAt(), message.sequenceNumber());
        }
    }

    void remove(StoredMessage message) {
        switch (message.state()) {
            case ACTIVE -> ready.remove(sessionOf(message), message);
            case DEFERRED -> deferred.remove(message.sequenceNumber());
            case SCHEDULED -> activations.remove(message.scheduledFor(), message.sequenceNumber());
        }
        expiries.remove(message.expiresAt(), message.sequenceNumber());
    }

    /** Takes out the next active message, which may have expired; null when there is none. */
    StoredMessage pollReady(SessionLock session) {
        StoredMessage message = ready.poll(session == null ? null : session.sessionId());
        if (message != null) {
            expiries.remove(message.expiresAt(), message.sequenceNumber());
        }
        return message;
    }

    boolean hasReady(SessionLock session) {
        return ready.has(session == null ? null : session.sessionId());
    }

    boolean isDeferred(long sequenceNumber) {
        return deferred.contains(sequenceNumber);
    }

    String oldestSessionOutside(Set<String> taken) {
        return ready.oldestSessionOutside(taken);
    }

    /** The number of a message to expire by now, still to be removed; -1 when there is none. */
    long pollExpired(long now) {
        return expiries.pollDue(now);
    }

    /** The number of a scheduled message whose time has come; -1 when there is none. */
    long pollScheduled(long now) {
        return activations.pollDue(now);
    }

    long nextDue() {
        return Math.min(expiries.next(), activations.next());
    }

    private String sessionOf(StoredMessage message) {
        return bySession ? message.sessionId() : null;
    }
}
