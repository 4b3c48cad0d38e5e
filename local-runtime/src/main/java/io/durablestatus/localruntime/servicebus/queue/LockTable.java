package io.durablestatus.localruntime.servicebus.queue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The locks of a queue. All last equally long, so the order of insertion is the order of expiry. */
final class LockTable {
    private final Map<UUID, Lock> locks = new LinkedHashMap<>();

    void add(Lock lock) {
        locks.put(lock.token(), lock);
    }

    Lock get(UUID token) {
        return locks.get(token);
    }

    Lock remove(UUID token) {
        return locks.remove(token);
    }

    int size() {
        return locks.size();
    }

    /** Removes and returns the locks without a session that have ended by {@code now}. */
    List<Lock> removeExpired(long now) {
        List<Lock> expired = new ArrayList<>();
        Iterator<Lock> inOrder = locks.values().iterator();
        while (inOrder.hasNext()) {
            Lock lock = inOrder.next();
            if (lock.session() != null || lock.lockedUntil() > now) {
                break;
            }
            inOrder.remove();
            expired.add(lock);
        }
        return expired;
    }

    List<Lock> removeOf(SessionLock session) {
        List<Lock> removed = new ArrayList<>();
        locks.values().removeIf(lock -> lock.session() == session && removed.add(lock));
        return removed;
    }

    /** When the first lock ends; {@link Long#MAX_VALUE} when there is none that ends by itself. */
    long nextExpiry() {
        Iterator<Lock> inOrder = locks.values().iterator();
        if (!inOrder.hasNext()) {
            return Long.MAX_VALUE;
        }
        Lock first = inOrder.next();
        return first.session() == null ? first.lockedUntil() : Long.MAX_VALUE;
    }
}
