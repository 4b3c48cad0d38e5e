package io.durablestatus.functions.start;

import java.time.Duration;
import java.time.InstantSource;

/** What the functions of this package run with; tests bring their own. */
final class StartSettings {
    static final InstantSource CLOCK = InstantSource.system();

    private StartSettings() {}

    /** A minute of patience: an engine that restarts must not use up the message's deliveries. */
    static InstanceStarter starter() {
        return new InstanceStarter(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
}
