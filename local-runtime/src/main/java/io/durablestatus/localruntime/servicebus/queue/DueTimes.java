package io.durablestatus.localruntime.servicebus.queue;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Message numbers in the order of a time; holds numbers only, so that it never keeps a settled message alive. */
final class DueTimes {
    private record Due(long at, long sequenceNumber) {}

    private final NavigableSet<Due> order =
            new TreeSet<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::sequenceNumber));

    void add(long at, long sequenceNumber) {
        if (at != Long.MAX_VALUE) {
            order.add(new Due(at, sequenceNumber));
        }
    }

    void remove(long at, long sequenceNumber) {
        if (at != Long.MAX_VALUE) {
            order.remove(new Due(at, sequenceNumber));
        }
    }

    /** Takes out the earliest number due by {@code now}; -1 when none is. */
    long pollDue(long now) {
        if (order.isEmpty() || order.first().at() > now) {
            return -1;
        }
        return order.pollFirst().sequenceNumber();
    }

    long next() {
        return order.isEmpty() ? Long.MAX_VALUE : order.first().at();
    }
}
