package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.InstanceRecord;

/** The status of one instance: every key always there, null when empty, times in whole seconds. */
final class StatusJson {
    private StatusJson() {}

    static ObjectNode of(InstanceRecord instance, boolean showInput) {
        ObjectNode status = Json.object()
                .put("name", instance.name())
                .put("instanceId", instance.instanceId())
                .put("runtimeStatus", RuntimeStatus.of(instance.status()).name());
        status.set("input", Json.payload(showInput ? instance.input() : null));
        status.set("customStatus", Json.payload(instance.customStatus()));
        status.set("output", output(instance));
        return status.put("createdTime", Json.seconds(instance.createdAt()))
                .put("lastUpdatedTime", Json.seconds(instance.lastUpdatedAt()));
    }

    /** Of a failed instance it is the failure in one line. */
    static JsonNode output(InstanceRecord instance) {
        TaskFailureDetails failure = instance.failure();
        if (RuntimeStatus.of(instance.status()) == RuntimeStatus.Failed && failure != null) {
            return Json.payload(failure.getErrorType() + ": " + failure.getErrorMessage());
        }
        return Json.payload(instance.output());
    }
}
