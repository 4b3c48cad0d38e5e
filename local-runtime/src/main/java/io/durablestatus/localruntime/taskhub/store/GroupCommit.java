package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Lets transactions that wait together share one commit. There is no writer thread: whoever gets the lock runs everything
 * that waits, its own and the others'; so a lone caller pays no hand-over between threads.
 */
final class GroupCommit {
    private static final int MOST_IN_ONE = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
    private final Connection connection;
    private final SqliteWriter writer;
    private boolean closed;

    GroupCommit(Connection connection, SqliteWriter writer) {
        this.connection = connection;
        this.writer = writer;
    }

    <T> T run(Function<? super WriteTransaction, T> work) {
        Pending<T> mine = new Pending<>(work);
        waiting.add(mine);
        lock.lock();
        try {
            while (!mine.done) {
                commit(next());
            }
        } finally {
            lock.unlock();
        }
        return mine.outcome();
    }

    /** False when it was closed already. */
    boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private List<Pending<?>> next() {
        List<Pending<?>> batch = new ArrayList<>();
        while (batch.size() < MOST_IN_ONE) {
            Pending<?> pending = waiting.poll();
            if (pending == null) {
                break;
            }
            batch.add(pending);
        }
        return batch;
    }

    private void commit(List<Pending<?>> batch) {
        if (closed) {
            batch.forEach(pending -> pending.fail(new TaskHubException(Reason.UNAVAILABLE, "The task hub is closed.")));
            return;
        }
        if (batch.size() == 1 || !tryTogether(batch)) {
            batch.forEach(this::alone);
        }
    }

    /** False when one of them failed after a write or the commit did: then nothing of the batch is written. */
    private boolean tryTogether(List<Pending<?>> batch) {
        try {
            for (Pending<?> pending : batch) {
                writer.clean();
                pending.run(writer);
                if (pending.failure != null && writer.dirty()) {
                    connection.rollback();
                    return false;
                }
            }
            connection.commit();
            batch.forEach(pending -> pending.done = true);
            return true;
        } catch (SQLException e) {
            rollback();
            return false;
        }
    }

    private void alone(Pending<?> pending) {
        try {
            pending.run(writer);
            if (pending.failure == null) {
                connection.commit();
                pending.done = true;
            } else {
                rollback();
                pending.fail(pending.failure);
            }
        } catch (SQLException e) {
            rollback();
            pending.fail(e);
        }
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException ignored) {
            // why: SQLite has rolled back by itself, as it does when the disk is full; there is nothing left to undo.
        }
    }

    private static final class Pending<T> {
        private final Function<? super WriteTransaction, T> work;
        private T result;
        private Throwable failure;
        private boolean done;

        Pending(Function<? super WriteTransaction, T> work) {
            this.work = work;
        }

        void run(WriteTransaction transaction) {
            failure = null;
            try {
                result = work.apply(transaction);
            } catch (RuntimeException | Error e) {
                // why: also errors, or the other callers of this batch would wait for ever.
                failure = e;
            }
        }

        void fail(Throwable cause) {
            failure = cause;
            done = true;
        }

        T outcome() {
            if (failure == null) {
                return result;
            }
            if (failure instanceof TaskHubException refusal) {
                throw new TaskHubException(refusal.reason(), refusal.getMessage(), refusal);
            }
            if (failure instanceof SQLException || failure instanceof SqliteSession.StoreFailure) {
                if (SqliteSession.isMistake(failure)) {
                    throw new IllegalStateException("the task hub broke a rule of its own tables", failure);
                }
                throw new TaskHubException(
                        Reason.UNAVAILABLE, "The task hub cannot be written: " + failure.getMessage(), failure);
            }
            throw new IllegalStateException("a transaction of the task hub failed", failure);
        }
    }
}
