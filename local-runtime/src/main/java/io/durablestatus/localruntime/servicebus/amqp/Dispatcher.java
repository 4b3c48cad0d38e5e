package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands messages to the receivers of each queue in turn, one at a time, so that none starves. */
final class Dispatcher {
    /** After so many of a queue the loop looks at its sockets again. */
    private static final int MESSAGES_PER_TURN = 500;

    private final Map<MessageQueue, Rotation> rotations = new LinkedHashMap<>();

    void add(ConsumerLink link) {
        rotations.computeIfAbsent(link.queue(), queue -> new Rotation()).links.add(link);
    }

    void remove(ConsumerLink link) {
        Rotation rotation = rotations.get(link.queue());
        if (rotation != null && rotation.links.remove(link) && rotation.links.isEmpty()) {
            rotations.remove(link.queue());
        }
    }

    /** Delivers what it can; true when it stopped early and there may be more. */
    boolean dispatch() {
        boolean more = false;
        for (Rotation rotation : rotations.values()) {
            more |= rotation.dispatch();
        }
        return more;
    }

    private static final class Rotation {
        private final List<ConsumerLink> links = new ArrayList<>();
        private int next;

        boolean dispatch() {
            int delivered = 0;
            int refused = 0;
            while (refused < links.size() && delivered < MESSAGES_PER_TURN) {
                next = (next + 1) % links.size();
                if (links.get(next).deliverNext()) {
                    delivered++;
                    refused = 0;
                } else {
                    refused++;
                }
            }
            links.forEach(ConsumerLink::afterDispatch);
            return delivered == MESSAGES_PER_TURN;
        }
    }
}
