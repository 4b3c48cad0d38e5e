package io.durablestatus.localruntime.taskhub.store;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import java.util.function.Function;

/** The state of one task hub. Thread-safe. */
public interface Store extends AutoCloseable {
    /**
     * Runs {@code work} as one transaction and returns after its commit, so that a kill of this process loses nothing of
     * it. The work may be run again when a transaction it shares fails; it must not act on anything but the transaction.
     *
     * @throws TaskHubException thrown by the work before its first write (nothing is written), or {@code UNAVAILABLE} when
     *     the store refuses: the disk is full, the file is locked by another program, the store is closed
     */
    <T> T write(Function<? super WriteTransaction, T> work);

    /**
     * Runs {@code work} on the committed state of one moment, that of its first query. The work must not call the store.
     *
     * @throws TaskHubException {@code UNAVAILABLE} when the store cannot be read
     */
    <T> T read(Function<? super ReadTransaction, T> work);

    /** Waits for the commit under way and lets go of the files. */
    @Override
    void close();
}
