package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.durablestatus.localruntime.taskhub.InstancePage;
import io.durablestatus.localruntime.taskhub.InstanceQuery;
import io.durablestatus.localruntime.taskhub.Instances;
import java.util.Map;
import java.util.Objects;

/** {@code GET /instances}: one page of statuses; the header {@value Reply#CONTINUATION_TOKEN} is empty at the end. */
final class ListInstances implements Operation {
    private static final int DEFAULT_TOP = 100;

    private final Instances instances;

    ListInstances(Instances instances) {
        this.instances = instances;
    }

    @Override
    public Reply answer(Call call) {
        Query query = call.query();
        String token = call.header(Reply.CONTINUATION_TOKEN);
        InstancePage page = instances.list(new InstanceQuery(
                query.text("instanceIdPrefix").orElse(null),
                query.time("createdTimeFrom").orElse(null),
                query.time("createdTimeTo").orElse(null),
                query.statuses("runtimeStatus"),
                query.positive("top", DEFAULT_TOP),
                token == null || token.isEmpty() ? null : token));
        boolean showInput = query.flag("showInput", true);
        ArrayNode statuses = Json.nodes().arrayNode();
        page.instances().forEach(instance -> statuses.add(StatusJson.of(instance, showInput)));
        String next = Objects.requireNonNullElse(page.continuationToken(), "");
        return new Reply(200, Map.of(Reply.CONTINUATION_TOKEN, next), statuses);
    }
}
