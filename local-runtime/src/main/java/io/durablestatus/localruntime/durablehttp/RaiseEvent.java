package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.Instances;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** {@code POST /instances/{instanceId}/raiseEvent/{eventName}}; the instance is looked at before the body, as in Azure. */
final class RaiseEvent implements Operation {
    private final Instances instances;

    RaiseEvent(Instances instances) {
        this.instances = instances;
    }

    @Override
    public Reply answer(Call call) throws JsonProcessingException {
        String id = call.path("instanceId");
        Optional<InstanceRecord> found = instances.find(id);
        if (found.isEmpty()) {
            return Reply.empty(404);
        }
        if (RuntimeStatus.of(found.get().status()).isTerminal()) {
            return Reply.empty(410);
        }
        if (!isJson(call.header("content-type"))) {
            return Problem.of(400, "Only application/json request content is supported");
        }
        JsonNode data = Json.parse(call.body());
        instances.raiseEvent(id, call.path("eventName"), data == null ? null : Json.compact(data));
        return Reply.empty(202);
    }

    private static boolean isJson(String contentType) {
        String type = Objects.requireNonNullElse(contentType, "").split(";", 2)[0];
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
