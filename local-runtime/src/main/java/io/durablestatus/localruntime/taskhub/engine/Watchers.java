package io.durablestatus.localruntime.taskhub.engine;

import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.store.Store;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who wait for an instance to reach a status; it need not exist yet. No thread is held meanwhile. */
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final Store store;
    private final ConcurrentMap<String, List<Watcher>> watchers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Watchers(Store store) {
        this.store = store;
    }

    /** Completes when {@code wanted} holds, at once if it does already; cancel it to stop waiting. */
    CompletableFuture<InstanceRecord> when(String instanceId, Predicate<StoredInstance> wanted) {
        Watcher watcher = new Watcher(wanted, new CompletableFuture<>());
        watchers.compute(instanceId, (id, known) -> {
            List<Watcher> list = known == null ? new CopyOnWriteArrayList<>() : known;
            list.add(watcher);
            return list;
        });
        var unused = watcher.reached.whenComplete((done, failure) -> forget(instanceId, watcher));
        // why: read after registering, so that a change between the two is seen by one of them.
        look(instanceId);
        if (closed) {
            close();
        }
        return watcher.reached;
    }

    private void forget(String instanceId, Watcher watcher) {
        watchers.computeIfPresent(instanceId, (id, list) -> {
            list.remove(watcher);
            return list.isEmpty() ? null : list;
        });
    }

    void look(String instanceId) {
        List<Watcher> waiting = watchers.get(instanceId);
        if (waiting == null) {
            return;
        }
        try {
            Optional<StoredInstance> found = store.read(transaction -> transaction.instance(instanceId));
            found.ifPresent(instance -> waiting.stream()
                    .filter(watcher -> watcher.wanted.test(instance))
                    .forEach(watcher -> watcher.reached.complete(instance.state())));
        } catch (RuntimeException e) {
            LOG.warn("Waiting for {} fails: {}", instanceId, e.getMessage());
            waiting.forEach(watcher -> watcher.reached.completeExceptionally(e));
        }
    }

    /** Tells everyone that waits that the hub is closing. */
    void close() {
        closed = true;
        TaskHubException closing =
                new TaskHubException(TaskHubException.Reason.UNAVAILABLE, "The task hub is closing.");
        watchers.values().forEach(list -> list.forEach(watcher -> watcher.reached.completeExceptionally(closing)));
    }

    private record Watcher(Predicate<StoredInstance> wanted, CompletableFuture<InstanceRecord> reached) {}
}
