package io.durablestatus.localruntime.servicebus.queue;

/**
 * What a queue holds now, and what it did since the start.
 *
 * @param active messages that can be received or are locked
 * @param locked how many of the active and deferred ones are locked
 * @param delivered deliveries since the start, redeliveries too
 */
public record QueueCounters(
        int active,
        int locked,
        int scheduled,
        int deferred,
        int deadLettered,
        long bytes,
        long accepted,
        long duplicates,
        long delivered,
        long completed,
        long expired) {}
