package io.durablestatus.functions.start;

import static io.durablestatus.functions.start.DurableInstances.within;

import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.OrchestrationStatusQuery;
import com.microsoft.durabletask.OrchestrationStatusQueryResult;
import io.durablestatus.contracts.Timings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Ends and removes the instances whose retention is over. What one run cannot remove, the next one does. */
final class ExpiredInstances {
    private static final Logger LOG = Logger.getLogger(ExpiredInstances.class.getName());
    private static final int PAGE = 100;

    private static final List<OrchestrationRuntimeStatus> UNFINISHED = List.of(
            OrchestrationRuntimeStatus.PENDING,
            OrchestrationRuntimeStatus.RUNNING,
            OrchestrationRuntimeStatus.SUSPENDED,
            OrchestrationRuntimeStatus.CONTINUED_AS_NEW);

    private static final List<OrchestrationRuntimeStatus> FINISHED = List.of(
            OrchestrationRuntimeStatus.COMPLETED,
            OrchestrationRuntimeStatus.FAILED,
            OrchestrationRuntimeStatus.TERMINATED,
            OrchestrationRuntimeStatus.CANCELED);

    /** @param terminated still unfinished at their end; removed by the next run, because terminating takes its time */
    record Purge(int removed, int terminated, int failed) {}

    private final InstantSource clock;

    ExpiredInstances(InstantSource clock) {
        this.clock = clock;
    }

    Purge purge(DurableTaskClient client) {
        Instant created = clock.instant().minus(Timings.RETENTION);
        Tally finished = each(client, FINISHED, created, id -> within(() -> client.purgeInstance(id)));
        Tally unfinished = each(
                client,
                UNFINISHED,
                created,
                id -> within(() -> {
                    client.terminate(id, "Its retention is over");
                    return id;
                }));
        return new Purge(finished.done, unfinished.done, finished.failed + unfinished.failed);
    }

    private Tally each(
            DurableTaskClient client, List<OrchestrationRuntimeStatus> statuses, Instant createdTo, Deed deed) {
        OrchestrationStatusQuery query = new OrchestrationStatusQuery()
                .setRuntimeStatusList(statuses)
                .setCreatedTimeTo(createdTo)
                .setMaxInstanceCount(PAGE)
                .setFetchInputsAndOutputs(false);
        Tally tally = new Tally();
        do {
            OrchestrationStatusQueryResult page = within(() -> client.queryInstances(query));
            for (OrchestrationMetadata instance : page.getOrchestrationState()) {
                tally.count(instance.getInstanceId(), deed);
            }
            query.setContinuationToken(page.getContinuationToken());
        } while (query.getContinuationToken() != null
                && !query.getContinuationToken().isEmpty());
        return tally;
    }

    private interface Deed {
        void to(String instanceId);
    }

    private static final class Tally {
        private int done;
        private int failed;

        void count(String instanceId, Deed deed) {
            try {
                deed.to(instanceId);
                done++;
            } catch (RuntimeException e) {
                // why: one instance that cannot be ended, say because it just did, must not keep the others.
                failed++;
                LOG.log(Level.WARNING, e, () -> "Could not remove " + instanceId + "; the next run tries again");
            }
        }
    }
}
