package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.taskhub.Instances;

/** {@code POST /instances/{instanceId}/restart}: runs it again with its input, under a new id unless told otherwise. */
final class RestartInstance implements Operation {
    private final Instances instances;
    private final CompletionWait completion;

    RestartInstance(Instances instances, CompletionWait completion) {
        this.instances = instances;
        this.completion = completion;
    }

    @Override
    public Reply answer(Call call) throws InterruptedException {
        String id = call.path("instanceId");
        if (instances.find(id).isEmpty()) {
            return Problem.of(
                    400,
                    "InstanceId does not match a valid orchestration instance.",
                    "An orchestrastion with the instanceId " + id + " was not found.",
                    "System.ArgumentException");
        }
        boolean withNewId = call.query().flag("restartWithNewInstanceId", true);
        return completion.answer(call, instances.restart(id, withNewId));
    }
}
