package io.durablestatus.localruntime.servicebus.queue;

/** The exclusive right of one receiver to one session. Held until released, or lost when it is not renewed in time. */
public final class SessionLock {
    private final String sessionId;
    private final Object owner;
    private long lockedUntil;
    private boolean held = true;

    SessionLock(String sessionId, Object owner, long lockedUntil) {
        this.sessionId = sessionId;
        this.owner = owner;
        this.lockedUntil = lockedUntil;
    }

    public String sessionId() {
        return sessionId;
    }

    /** Milliseconds since 1970. */
    public long lockedUntil() {
        return lockedUntil;
    }

    /** False once the lock has expired or was released. */
    public boolean held() {
        return held;
    }

    boolean ownedBy(Object candidate) {
        return owner.equals(candidate);
    }

    void renew(long until) {
        lockedUntil = until;
    }

    void end() {
        held = false;
    }
}
