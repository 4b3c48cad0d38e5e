package io.durablestatus.localruntime.taskhub.engine;

import io.durablestatus.localruntime.taskhub.store.Store;
import io.durablestatus.localruntime.taskhub.store.WriteTransaction;
import java.util.function.BiFunction;

/** The one way to change a hub: a transaction, and after its commit the waking of whoever it concerns. */
final class Changes {
    private final Store store;
    private final WorkQueue queue;
    private final Timers timers;
    private final Watchers watchers;

    Changes(Store store, WorkQueue queue, Timers timers, Watchers watchers) {
        this.store = store;
        this.queue = queue;
        this.timers = timers;
        this.watchers = watchers;
    }

    <T> T make(BiFunction<WriteTransaction, AfterCommit, T> work) {
        Made<T> made = store.write(transaction -> {
            AfterCommit after = new AfterCommit();
            return new Made<>(work.apply(transaction, after), after);
        });
        made.after.apply(queue, timers, watchers);
        return made.result;
    }

    private record Made<T>(T result, AfterCommit after) {}
}
