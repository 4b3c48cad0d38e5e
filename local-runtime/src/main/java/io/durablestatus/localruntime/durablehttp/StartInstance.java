package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.localruntime.taskhub.Instances;
import io.durablestatus.localruntime.taskhub.StartRequest;

/** {@code POST /orchestrators/{functionName}/{instanceId?}}: starts an instance, and waits for it when asked to. */
final class StartInstance implements Operation {
    private final Instances instances;
    private final CompletionWait completion;

    StartInstance(Instances instances, CompletionWait completion) {
        this.instances = instances;
        this.completion = completion;
    }

    @Override
    public Reply answer(Call call) throws JsonProcessingException, InterruptedException {
        JsonNode input = Json.parse(call.body());
        String id = instances.start(new StartRequest(
                call.path("instanceId"),
                call.path("functionName"),
                input == null ? null : Json.compact(input),
                null,
                null));
        return completion.answer(call, id);
    }
}
