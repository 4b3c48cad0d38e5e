package io.durablestatus.contracts;

/**
 * Redis keys, built here and nowhere else. The braces keep all keys of a session on one cluster slot; every key expires
 * after {@link Timings#RETENTION}.
 */
public final class RedisKeys {
    private RedisKeys() {}

    /** Hash: job id to instance id, or to the empty text while the job is queued. */
    public static String session(SessionId session) {
        return "ds:{" + session + "}";
    }

    /** What an idempotency key stands for; {@code sha256} is the key's hash in hex. */
    public static String idempotency(SessionId session, String sha256) {
        return session(session) + ":key:" + sha256;
    }

    /** Channel of change hints: "look again", never a fact. */
    public static String changes(SessionId session) {
        return session(session) + ":changes";
    }
}
