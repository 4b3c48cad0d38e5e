package io.durablestatus.localruntime.taskhub.engine;

import io.durablestatus.localruntime.taskhub.store.ActivityKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is ready to be worked on, as keys only: whoever takes one reads the rest from the store. At most one turn of an
 * instance is under way; what becomes ready meanwhile is remembered and comes after it.
 */
final class WorkQueue {
    /** A key taken from the queue. */
    sealed interface Ready {
        record Instance(String id) implements Ready {}

        record Activity(ActivityKey key) implements Ready {}
    }

    private record Arrived<T>(T key, long number) {}

    private enum State {
        QUEUED,
        RUNNING,
        RUNNING_AND_READY_AGAIN
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition instanceReady = lock.newCondition();
    private final Condition activityReady = lock.newCondition();
    private final Condition anythingReady = lock.newCondition();
    private final Map<String, State> states = new HashMap<>();
    private final Deque<Arrived<String>> instances = new ArrayDeque<>();
    private final Deque<Arrived<ActivityKey>> activities = new ArrayDeque<>();
    private long arrivals;
    private boolean closed;

    void ready(String instanceId) {
        lock.lock();
        try {
            State state = states.get(instanceId);
            if (state == null) {
                queue(instanceId);
            } else if (state == State.RUNNING) {
                states.put(instanceId, State.RUNNING_AND_READY_AGAIN);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn of an instance that was taken; ending it twice changes nothing. */
    void done(String instanceId) {
        lock.lock();
        try {
            State state = states.get(instanceId);
            if (state == State.RUNNING) {
                states.remove(instanceId);
            } else if (state == State.RUNNING_AND_READY_AGAIN) {
                queue(instanceId);
            }
        } finally {
            lock.unlock();
        }
    }

    private void queue(String instanceId) {
        states.put(instanceId, State.QUEUED);
        instances.add(new Arrived<>(instanceId, arrivals++));
        instanceReady.signal();
        anythingReady.signal();
    }

    void add(ActivityKey key) {
        lock.lock();
        try {
            activities.add(new Arrived<>(key, arrivals++));
            activityReady.signal();
            anythingReady.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an instance; null when the queue is closed. */
    String takeInstance() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && instances.isEmpty()) {
                instanceReady.await();
            }
            return closed ? null : pollInstance();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an activity; null when the queue is closed. */
    ActivityKey takeActivity() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && activities.isEmpty()) {
                activityReady.await();
            }
            return closed ? null : activities.poll().key;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for either, in the order of arrival: a serial worker would replay once per completion if turns went first. Null
     * when the queue is closed.
     */
    Ready takeAny() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && instances.isEmpty() && activities.isEmpty()) {
                anythingReady.await();
            }
            if (closed) {
                return null;
            }
            return instanceIsNext() ? new Ready.Instance(pollInstance()) : new Ready.Activity(activities.poll().key);
        } finally {
            lock.unlock();
        }
    }

    private boolean instanceIsNext() {
        if (instances.isEmpty() || activities.isEmpty()) {
            return !instances.isEmpty();
        }
        return instances.peek().number < activities.peek().number;
    }

    private String pollInstance() {
        String id = instances.poll().key;
        states.put(id, State.RUNNING);
        return id;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            instanceReady.signalAll();
            activityReady.signalAll();
            anythingReady.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
