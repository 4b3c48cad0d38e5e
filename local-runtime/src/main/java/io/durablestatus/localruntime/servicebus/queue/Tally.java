package io.durablestatus.localruntime.servicebus.queue;

/** What a queue did since the start. */
final class Tally {
    long accepted;
    long duplicates;
    long delivered;
    long completed;
    long expired;
}
