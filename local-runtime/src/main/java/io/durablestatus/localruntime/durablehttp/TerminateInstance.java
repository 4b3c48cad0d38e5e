package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.taskhub.Instances;

/** {@code POST /instances/{instanceId}/terminate?reason=}: ends it; the reason becomes its output. */
final class TerminateInstance implements Operation {
    private final Instances instances;

    TerminateInstance(Instances instances) {
        this.instances = instances;
    }

    @Override
    public Reply answer(Call call) {
        instances.terminate(call.path("instanceId"), call.query().text("reason").orElse(null));
        return Reply.empty(202);
    }
}
