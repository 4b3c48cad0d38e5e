package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.Instances;
import java.util.Map;
import java.util.Optional;

/** {@code GET /instances/{instanceId}}: 202 while it runs, 200 when it has ended, 404 when there is none. */
final class GetStatus implements Operation {
    private final Instances instances;

    GetStatus(Instances instances) {
        this.instances = instances;
    }

    @Override
    public Reply answer(Call call) {
        Optional<InstanceRecord> found = instances.find(call.path("instanceId"));
        boolean loud = call.query().flag("returnInternalServerErrorOnFailure", false);
        return found.map(instance -> of(call, instance, loud)).orElseGet(() -> Reply.empty(404));
    }

    /** @param loud whether a failed instance is a 500 */
    Reply of(Call call, InstanceRecord instance, boolean loud) {
        boolean showInput = call.query().flag("showInput", true);
        RuntimeStatus state = RuntimeStatus.of(instance.status());
        ObjectNode body = StatusJson.of(instance, showInput);
        if (call.query().flag("showHistory", false) && state != RuntimeStatus.Pending) {
            boolean showOutput = call.query().flag("showHistoryOutput", false);
            body.set("historyEvents", HistoryJson.of(instances.history(instance.instanceId()), showInput, showOutput));
        }
        if (!state.isTerminal()) {
            return new Reply(202, Map.of("Location", call.origin() + call.target(), "Retry-After", "5"), body);
        }
        return Reply.json(state == RuntimeStatus.Failed && loud ? 500 : 200, body);
    }
}
