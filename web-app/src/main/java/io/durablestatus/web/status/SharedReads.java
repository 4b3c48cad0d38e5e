package io.durablestatus.web.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One read at a time for each key, however many ask. Who asks while a read is under way shares the next one, never the
 * running one: that may have looked before the asker's last answer, and would tell him an older state.
 */
final class SharedReads<K, V> {
    private final Object lock = new Object();
    private final Map<K, List<CompletableFuture<V>>> waiting = new HashMap<>();

    /** The result of a read that starts after this call. */
    CompletionStage<V> read(K key, Supplier<CompletionStage<V>> read) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        synchronized (lock) {
            List<CompletableFuture<V>> next = waiting.get(key);
            if (next != null) {
                next.add(mine);
                return mine;
            }
            waiting.put(key, new ArrayList<>());
        }
        start(key, read, List.of(mine));
        return mine;
    }

    private void start(K key, Supplier<CompletionStage<V>> read, List<CompletableFuture<V>> askers) {
        CompletionStage<V> running;
        try {
            running = read.get();
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenComplete((value, failure) -> {
            List<CompletableFuture<V>> next;
            synchronized (lock) {
                next = waiting.get(key);
                if (next.isEmpty()) {
                    waiting.remove(key);
                } else {
                    waiting.put(key, new ArrayList<>());
                }
            }
            // why: before the answers, so that the next read is not held up by what the askers do with this one.
            if (!next.isEmpty()) {
                start(key, read, next);
            }
            askers.forEach(asker -> complete(asker, value, failure));
        });
    }

    private static <V> void complete(CompletableFuture<V> asker, V value, Throwable failure) {
        if (failure == null) {
            asker.complete(value);
        } else {
            asker.completeExceptionally(failure);
        }
    }
}
