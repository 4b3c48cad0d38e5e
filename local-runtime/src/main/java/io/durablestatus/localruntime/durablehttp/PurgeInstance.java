package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.taskhub.Instances;

/** {@code DELETE /instances/{instanceId}}: deletes it whatever its state. */
final class PurgeInstance implements Operation {
    private final Instances instances;

    PurgeInstance(Instances instances) {
        this.instances = instances;
    }

    @Override
    public Reply answer(Call call) {
        return instances.purge(call.path("instanceId")) ? deleted(1) : Reply.empty(404);
    }

    static Reply deleted(int count) {
        return Reply.json(200, Json.object().put("instancesDeleted", count));
    }
}
