package io.durablestatus.localruntime.servicebus.queue;

import io.durablestatus.localruntime.servicebus.queue.QueueException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The session locks of a queue, at most one for each session id. */
final class Sessions {
    private final Map<String, SessionLock> locks = new LinkedHashMap<>();

    SessionLock lock(String sessionId, Object owner, long until) {
        if (locks.containsKey(sessionId)) {
            throw new QueueException(
                    Reason.SESSION_CANNOT_BE_LOCKED,
                    "The requested session '" + sessionId
                            + "' cannot be accepted. It may be locked by another receiver.");
        }
        SessionLock lock = new SessionLock(sessionId, owner, until);
        locks.put(sessionId, lock);
        return lock;
    }

    Set<String> lockedIds() {
        return locks.keySet();
    }

    /** The lock of a session, which this owner must hold. */
    SessionLock require(String sessionId, Object owner, long now) {
        SessionLock lock = locks.get(sessionId);
        if (lock == null || !lock.ownedBy(owner) || lock.lockedUntil() <= now) {
            throw lost(sessionId);
        }
        return lock;
    }

    void end(SessionLock lock) {
        lock.end();
        locks.remove(lock.sessionId(), lock);
    }

    List<SessionLock> expired(long now) {
        List<SessionLock> expired = new ArrayList<>();
        for (SessionLock lock : locks.values()) {
            if (lock.lockedUntil() <= now) {
                expired.add(lock);
            }
        }
        return expired;
    }

    long nextExpiry() {
        long next = Long.MAX_VALUE;
        for (SessionLock lock : locks.values()) {
            next = Math.min(next, lock.lockedUntil());
        }
        return next;
    }

    static QueueException lost(String sessionId) {
        return new QueueException(
                Reason.SESSION_LOCK_LOST,
                "The session lock has expired on the MessageSession '" + sessionId + "'. Accept a new MessageSession.");
    }
}
