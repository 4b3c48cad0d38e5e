package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.taskhub.Instances;
import io.durablestatus.localruntime.taskhub.PurgeFilter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** {@code DELETE /instances}: deletes the ended instances that were created in a time; none at all is a 404. */
final class PurgeInstances implements Operation {
    private final Instances instances;
    private final InstantSource clock;

    PurgeInstances(Instances instances, InstantSource clock) {
        this.instances = instances;
        this.clock = clock;
    }

    @Override
    public Reply answer(Call call) {
        Optional<Instant> from = call.query().time("createdTimeFrom");
        if (from.isEmpty()) {
            return Reply.json(400, Json.nodes().textNode("Please provide value for 'createdTimeFrom' parameter."));
        }
        Instant to = call.query().time("createdTimeTo").orElseGet(clock::instant);
        int deleted =
                instances.purge(new PurgeFilter(from.get(), to, call.query().statuses("runtimeStatus")));
        return deleted == 0 ? Reply.empty(404) : PurgeInstance.deleted(deleted);
    }
}
