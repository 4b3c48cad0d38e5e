package io.durablestatus.contracts;

import java.time.Duration;

/**
 * The one table of timings. The broker's configuration, the Bicep files and the documents repeat these values and tests
 * compare them.
 */
public final class Timings {
    /** How long a delivered message stays locked. */
    public static final Duration LOCK = Duration.ofMinutes(1);

    /** Deliveries before a message is dead-lettered. */
    public static final int MAX_DELIVERIES = 10;

    /** How long a message may wait; then it is dead-lettered. */
    public static final Duration MESSAGE_TTL = Duration.ofHours(1);

    public static final Duration DUPLICATE_DETECTION = Duration.ofMinutes(5);

    /** From submission; also the cookie's and Redis keys' life. */
    public static final Duration RETENTION = Duration.ofHours(24);

    /** What locks and clocks may add to the message's time to live before "no instance" means "lost". */
    public static final Duration GRACE = Duration.ofMinutes(5);

    /** How far in the future a job id may lie before it is taken for invented. */
    public static final Duration FUTURE_SKEW = Duration.ofMinutes(5);

    /** A job queued longer than this is shown as delayed. */
    public static final Duration DELAYED_AFTER = Duration.ofSeconds(30);

    private Timings() {}
}
