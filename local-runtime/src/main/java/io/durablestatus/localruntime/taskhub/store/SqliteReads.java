package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.store.SqliteSession.StoreFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

/** A few connections for reading, each used by one caller at a time. */
final class SqliteReads implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private final SqliteSession.Opener opener;
    private final BlockingQueue<Place> places = new ArrayBlockingQueue<>(CONNECTIONS);
    private volatile boolean closed;

    SqliteReads(SqliteSession.Opener opener) {
        this.opener = opener;
        for (int i = 0; i < CONNECTIONS; i++) {
            places.add(new Place());
        }
    }

    <T> T run(Function<? super ReadTransaction, T> work) {
        Place place = take();
        try {
            if (closed) {
                throw new TaskHubException(Reason.UNAVAILABLE, "The task hub is closed.");
            }
            return place.run(work);
        } catch (StoreFailure | SQLException e) {
            throw new TaskHubException(Reason.UNAVAILABLE, "The task hub cannot be read: " + e.getMessage(), e);
        } finally {
            places.add(place);
        }
    }

    private Place take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return places.take();
                } catch (InterruptedException e) {
                    // why: a read takes microseconds; the caller sees its interrupt right after it.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the reads under way; later ones are refused. */
    @Override
    public void close() {
        List<Place> idle = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(take());
        }
        closed = true;
        idle.forEach(Place::discard);
        // why: whoever waits for one, or comes later, is told so and does not wait for ever.
        places.addAll(idle);
    }

    /** Room for one connection, opened when there is something to read. */
    private final class Place {
        private SqliteSession session;
        private boolean clean;

        <T> T run(Function<? super ReadTransaction, T> work) throws SQLException {
            clean = false;
            try {
                if (session == null) {
                    session = opener.open();
                }
                session.beginRead();
                T result = work.apply(new SqliteReader(session));
                session.commit();
                clean = true;
                return result;
            } finally {
                if (!clean) {
                    discard();
                }
            }
        }

        /** why: after an error the driver has closed the statement that failed, and the transaction is still open. */
        void discard() {
            if (session != null) {
                session.discard();
                session = null;
            }
        }
    }
}
