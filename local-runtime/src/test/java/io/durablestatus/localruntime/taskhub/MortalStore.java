package io.durablestatus.localruntime.taskhub;

import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.store.ReadTransaction;
import io.durablestatus.localruntime.taskhub.store.Store;
import io.durablestatus.localruntime.taskhub.store.WriteTransaction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A store whose process dies at a chosen write, just before it or just after it: from then on nothing is read or written,
 * and the caller never hears what became of that write.
 */
final class MortalStore implements Store {
    private final Store store;
    private final AtomicInteger writesLeft;
    private final boolean diesAfterTheWrite;
    private final ThreadLocal<Boolean> written = ThreadLocal.withInitial(() -> false);
    private volatile boolean dead;

    MortalStore(Store store, int writes, boolean diesAfterTheWrite) {
        this.store = store;
        this.writesLeft = new AtomicInteger(writes);
        this.diesAfterTheWrite = diesAfterTheWrite;
    }

    boolean dead() {
        return dead;
    }

    /** Before a call whose writes are to be known. */
    void forgetWrites() {
        written.remove();
    }

    /** Whether the last write of this thread since then was committed, which the caller of a real process could not know. */
    boolean written() {
        return written.get();
    }

    @Override
    public <T> T write(Function<? super WriteTransaction, T> work) {
        written.set(false);
        checkAlive();
        boolean last = writesLeft.decrementAndGet() == 0;
        if (last && !diesAfterTheWrite) {
            dead = true;
        }
        checkAlive();
        T result = store.write(work);
        written.set(true);
        if (last) {
            dead = true;
            checkAlive();
        }
        return result;
    }

    @Override
    public <T> T read(Function<? super ReadTransaction, T> work) {
        checkAlive();
        return store.read(work);
    }

    private void checkAlive() {
        if (dead) {
            throw new TaskHubException(Reason.UNAVAILABLE, "dead");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
