package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.taskhub.Instances;

/** {@code POST /instances/{instanceId}/resume?reason=}: refused with 500 when it is not suspended. */
final class ResumeInstance implements Operation {
    private final Instances instances;

    ResumeInstance(Instances instances) {
        this.instances = instances;
    }

    @Override
    public Reply answer(Call call) {
        instances.resume(call.path("instanceId"), call.query().text("reason").orElse(null));
        return Reply.empty(202);
    }
}
