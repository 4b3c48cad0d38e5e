package io.durablestatus.localruntime.taskhub.engine;

import io.durablestatus.localruntime.taskhub.store.StoredTimer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each timer over once its time has come. The clock may jump, so no wait is longer than a glance at it. */
final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::due));
    private boolean closed;

    Timers(InstantSource clock) {
        this.clock = clock;
    }

    void add(StoredTimer timer) {
        add(timer, timer.fireAt());
    }

    private void add(StoredTimer timer, Instant due) {
        lock.lock();
        try {
            waiting.add(new Waiting(timer, due));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of the timers of an execution that is over; in the store they are gone already. */
    void forget(String executionId) {
        lock.lock();
        try {
            waiting.removeIf(entry -> entry.timer.executionId().equals(executionId));
        } finally {
            lock.unlock();
        }
    }

    /** Runs until closed; {@code fire} may fail, then the timer comes again a second later. */
    void run(Consumer<StoredTimer> fire) {
        for (List<StoredTimer> due = takeDue(); due != null; due = takeDue()) {
            for (StoredTimer timer : due) {
                try {
                    fire.accept(timer);
                } catch (RuntimeException e) {
                    LOG.warn("Timer {} of {} is tried again: {}", timer.timerId(), timer.instanceId(), e.getMessage());
                    add(timer, clock.instant().plus(RETRY));
                }
            }
        }
    }

    /** Null when closed. */
    private List<StoredTimer> takeDue() {
        lock.lock();
        try {
            List<StoredTimer> due = pollDue();
            while (!closed && due.isEmpty()) {
                if (waiting.isEmpty()) {
                    changed.await();
                } else {
                    changed.awaitNanos(untilNextGlance());
                }
                due = pollDue();
            }
            return closed ? null : due;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private long untilNextGlance() {
        Duration left = Duration.between(clock.instant(), waiting.peek().due);
        return left.compareTo(GLANCE) < 0 ? left.toNanos() : GLANCE.toNanos();
    }

    private List<StoredTimer> pollDue() {
        List<StoredTimer> due = new ArrayList<>();
        Instant now = clock.instant();
        while (!waiting.isEmpty() && !waiting.peek().due.isAfter(now)) {
            due.add(waiting.poll().timer);
        }
        return due;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private record Waiting(StoredTimer timer, Instant due) {}
}
