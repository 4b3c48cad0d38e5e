package io.durablestatus.web.status;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Whether the durable engine answers. */
@Singleton
public class EngineProbe {
    private final DurableApi engine;

    public EngineProbe(DurableApi engine) {
        this.engine = engine;
    }

    /** By a list call now or within the last second; never fails. */
    public Uni<Boolean> answers() {
        return engine.answersLists();
    }
}
