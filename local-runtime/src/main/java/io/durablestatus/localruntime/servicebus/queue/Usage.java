package io.durablestatus.localruntime.servicebus.queue;

/** What all queues of a broker hold in memory, against what they may hold: a full broker refuses, it does not fall. */
final class Usage {
    private final long limit;
    private long bytes;

    Usage(long limit) {
        this.limit = limit;
    }

    void add(long amount) {
        bytes += amount;
    }

    boolean hasRoomFor(long amount) {
        return bytes + amount <= limit;
    }

    long bytes() {
        return bytes;
    }
}
