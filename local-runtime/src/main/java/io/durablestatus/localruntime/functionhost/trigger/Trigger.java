package io.durablestatus.localruntime.functionhost.trigger;

import java.time.Duration;

/** A running source of calls. */
public interface Trigger {
    void start();

    /** Takes no more work, waits up to {@code patience} for calls in flight, then gives up on them and frees everything. */
    void stop(Duration patience);
}
