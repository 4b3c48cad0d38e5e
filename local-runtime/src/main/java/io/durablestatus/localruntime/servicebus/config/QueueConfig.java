package io.durablestatus.localruntime.servicebus.config;

import java.time.Duration;

/**
 * The properties of one queue. Names, defaults and ranges are those of Microsoft.ServiceBus/namespaces/queues.
 *
 * @param lockDuration how long a peek-lock lasts, 5 s to 5 min
 * @param maxDeliveryCount failed deliveries after which a message is dead-lettered, 1 to 2,000
 * @param defaultTimeToLive upper bound of every message's time to live
 * @param deadLetteringOnExpiration whether an expired message is dead-lettered (else it is dropped)
 * @param duplicateWindow how long a message id is remembered; zero when duplicate detection is off
 * @param maxMessageBytes largest encoded message: 256 KB is the Standard tier
 * @param maxQueueBytes what the queue and its dead-letter queue hold together; more is refused with QUOTA_EXCEEDED
 */
public record QueueConfig(
        String name,
        Duration lockDuration,
        int maxDeliveryCount,
        Duration defaultTimeToLive,
        boolean deadLetteringOnExpiration,
        Duration duplicateWindow,
        boolean requiresSession,
        int maxMessageBytes,
        long maxQueueBytes) {
    /** The longest duration of .NET, which Azure uses for "never". */
    public static final Duration FOREVER = Duration.parse("P10675199DT2H48M5.4775807S");

    static final int KIBIBYTE = 1024;
    static final long MEBIBYTE = 1024L * KIBIBYTE;

    /** A queue with Azure's defaults. */
    public static QueueConfig named(String name) {
        return new QueueConfig(
                name, Duration.ofMinutes(1), 10, FOREVER, false, Duration.ZERO, false, 256 * KIBIBYTE, 1024 * MEBIBYTE);
    }
}
