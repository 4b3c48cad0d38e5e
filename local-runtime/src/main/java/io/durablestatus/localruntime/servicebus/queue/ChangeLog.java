package io.durablestatus.localruntime.servicebus.queue;

import java.util.List;
import java.util.function.Consumer;

/** Where changes go to last. */
public interface ChangeLog {
    /** Keeps nothing. */
    ChangeLog NONE = new ChangeLog() {
        @Override
        public void append(List<Change> changes) {}

        @Override
        public void replay(Consumer<Change> consumer) {}
    };

    /**
     * Takes changes that belong together: after a crash all of them are there, or none. They are safe only when the
     * owner has committed the log, so nothing may be acknowledged before.
     */
    void append(List<Change> changes);

    /** Hands out all changes so far, in order. */
    void replay(Consumer<Change> consumer);
}
