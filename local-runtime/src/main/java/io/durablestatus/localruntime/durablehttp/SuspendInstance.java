package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.taskhub.Instances;

/** {@code POST /instances/{instanceId}/suspend?reason=}: refused with 500 when it is suspended already. */
final class SuspendInstance implements Operation {
    private final Instances instances;

    SuspendInstance(Instances instances) {
        this.instances = instances;
    }

    @Override
    public Reply answer(Call call) {
        instances.suspend(call.path("instanceId"), call.query().text("reason").orElse(null));
        return Reply.empty(202);
    }
}
