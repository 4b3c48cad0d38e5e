package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
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

    private final SqliteSession.Opener opener;
    private SqliteSession session;
    private SqliteWriter writer;
    private boolean closed;

    GroupCommit(SqliteSession.Opener opener) {
        this.opener = opener;
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
            discard();
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

    /** Answers every one of the batch, whatever happens: who is left without an answer would wait for ever. */
    private void commit(List<Pending<?>> batch) {
        try {
            begin();
        } catch (SQLException | RuntimeException | Error e) {
            // why: all of them, and not one by one: on a locked file each would wait in vain for as long.
            discard();
            batch.forEach(pending -> pending.fail(refusal(e)));
            return;
        }
        try {
            for (Pending<?> pending : batch) {
                writer.clean();
                pending.run(writer);
                if (pending.spoils(writer)) {
                    alone(batch, pending.failure);
                    return;
                }
            }
            session.commit();
            batch.forEach(pending -> pending.done = true);
        } catch (SQLException | RuntimeException | Error e) {
            alone(batch, e);
        }
    }

    private static TaskHubException refusal(Throwable cause) {
        return cause instanceof TaskHubException known
                ? known
                : new TaskHubException(
                        Reason.UNAVAILABLE, "The task hub cannot be written: " + cause.getMessage(), cause);
    }

    /** Undoes the shared transaction and gives each its own, so that only the one at fault fails. */
    private void alone(List<Pending<?>> batch, Throwable failure) {
        discard();
        if (batch.size() == 1) {
            batch.get(0).fail(failure);
        } else {
            batch.forEach(pending -> commit(List.of(pending)));
        }
    }

    private void begin() throws SQLException {
        if (closed) {
            throw new TaskHubException(Reason.UNAVAILABLE, "The task hub is closed.");
        }
        if (session == null) {
            session = opener.open();
        }
        session.beginWrite();
        if (writer == null) {
            writer = new SqliteWriter(session);
        }
    }

    /**
     * Lets go of the connection, and with it of what was not committed. why: after an error of SQLite, which may have rolled
     * back by itself, as on a full disk, neither the driver's transaction nor its statements are in a state to rely on.
     */
    private void discard() {
        if (session != null) {
            session.discard();
        }
        session = null;
        writer = null;
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

        /** Whether nothing of this transaction may be committed any more. */
        boolean spoils(SqliteWriter writer) {
            return failure != null && (writer.dirty() || failure instanceof SqliteSession.StoreFailure);
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
            if (SqliteSession.isMistake(failure)) {
                throw new IllegalStateException("the task hub broke a rule of its own tables", failure);
            }
            if (failure instanceof SQLException || failure instanceof SqliteSession.StoreFailure) {
                throw refusal(failure);
            }
            throw new IllegalStateException("a transaction of the task hub failed", failure);
        }
    }
}
