package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets transactions that wait together share one commit. There is no writer thread: whoever gets the lock runs everything
 * that waits, its own and the others'; so a lone caller pays no hand-over between threads.
 */
final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_IN_ONE = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
    /** Opens a connection for writing. */
    @FunctionalInterface
    interface SessionOpener {
        SqliteSession open() throws SQLException;
    }

    private final SessionOpener opener;
    private SqliteSession session;
    private SqliteWriter writer;
    private boolean closed;

    GroupCommit(SessionOpener opener) {
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
            SqliteWriter current = writer();
            for (Pending<?> pending : batch) {
                current.clean();
                pending.run(current);
                if (pending.failure != null && current.dirty()) {
                    discard();
                    return false;
                }
            }
            commit();
            batch.forEach(pending -> pending.done = true);
            return true;
        } catch (SQLException e) {
            discard();
            return false;
        }
    }

    private void alone(Pending<?> pending) {
        try {
            SqliteWriter current = writer();
            current.clean();
            pending.run(current);
            if (pending.failure == null) {
                commit();
            } else if (current.dirty()) {
                discard();
            }
            pending.done = true;
        } catch (SQLException e) {
            discard();
            pending.fail(e);
        }
    }

    /**
     * Lets go of the connection, and with it of what was not committed. why: after an error of SQLite, which may have rolled
     * back by itself, as on a full disk, neither the driver's transaction nor its statements are in a state to rely on.
     */
    private void discard() {
        SqliteSession broken = session;
        session = null;
        writer = null;
        if (broken == null) {
            return;
        }
        try {
            broken.close();
        } catch (SQLException e) {
            LOG.warn("a connection of the task hub did not close", e);
        }
    }

    private SqliteWriter writer() throws SQLException {
        if (writer == null) {
            session = opener.open();
            session.connection().setAutoCommit(false);
            try {
                writer = new SqliteWriter(session);
            } catch (SqliteSession.StoreFailure e) {
                discard();
                throw new SQLException(e.getMessage(), e);
            }
        }
        return writer;
    }

    private void commit() throws SQLException {
        session.connection().commit();
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
