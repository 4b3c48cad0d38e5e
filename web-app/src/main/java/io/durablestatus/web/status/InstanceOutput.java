package io.durablestatus.web.status;

import io.durablestatus.contracts.JobResult;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** What an instance found, read from the engine each time: results are large and rarely asked for twice. */
@Singleton
public class InstanceOutput {
    private final DurableApi engine;

    public InstanceOutput(DurableApi engine) {
        this.engine = engine;
    }

    /** The result, or null when the engine cannot show it now. */
    public Uni<JobResult> result(String instanceId) {
        return engine.instance(instanceId)
                .map(answer -> answer instanceof EngineAnswer.Found found
                                && found.instance().output() != null
                        ? found.instance().output().result()
                        : null);
    }
}
