package io.durablestatus.web.support;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The real time plus what a test has added. */
@Mock
@Singleton
public class MovableClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    public void advance(Duration by) {
        ahead.updateAndGet(by::plus);
    }

    public void reset() {
        ahead.set(Duration.ZERO);
    }
}
