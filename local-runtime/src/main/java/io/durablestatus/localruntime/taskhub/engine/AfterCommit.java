package io.durablestatus.localruntime.taskhub.engine;

import io.durablestatus.localruntime.taskhub.store.ActivityKey;
import io.durablestatus.localruntime.taskhub.store.StoredTimer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a transaction asks for once it is committed; nothing of it happens when it is not. */
final class AfterCommit {
    private final Set<String> ready = new LinkedHashSet<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final List<ActivityKey> activities = new ArrayList<>();
    private final List<StoredTimer> timers = new ArrayList<>();
    private final List<String> withoutTimers = new ArrayList<>();

    /** The instance has an event in its inbox. */
    void ready(String instanceId) {
        ready.add(instanceId);
    }

    /** The instance's status changed; whoever waits for it looks again. */
    void changed(String instanceId) {
        changed.add(instanceId);
    }

    void activity(ActivityKey key) {
        activities.add(key);
    }

    void timer(StoredTimer timer) {
        timers.add(timer);
    }

    /** The execution is over and had timers that have not fired. */
    void noMoreTimers(String executionId) {
        withoutTimers.add(executionId);
    }

    void apply(WorkQueue queue, Timers waitingTimers, Watchers watchers) {
        activities.forEach(queue::add);
        timers.forEach(waitingTimers::add);
        withoutTimers.forEach(waitingTimers::forget);
        ready.forEach(queue::ready);
        changed.forEach(watchers::look);
    }
}
