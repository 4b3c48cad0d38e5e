package io.durablestatus.localruntime.taskhub.store;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be read from the store. */
public interface ReadTransaction {
    /**
     * Which instances to list, in the order of their ids; null or empty means no limit of that kind.
     *
     * @param afterId only ids behind this one
     * @param limit most rows
     */
    record Selection(
            String idPrefix,
            Instant createdFrom,
            Instant createdTo,
            Set<OrchestrationStatus> statuses,
            String afterId,
            int limit) {}

    Optional<StoredInstance> instance(String instanceId);

    /** The instance with a null input: cheap, for whoever does not need what may be megabytes. */
    Optional<StoredInstance> head(String instanceId);

    List<StoredInstance> instances(Selection selection);

    /** As {@link #instances}, without reading inputs and outputs, which may be megabytes each. */
    List<String> ids(Selection selection);

    /** Committed events of the current generation, oldest first. */
    List<HistoryEvent> history(String instanceId);

    /** Events that wait for the next turn, in order of arrival. */
    List<InboxEvent> inbox(String instanceId);

    /** The request of an activity that has not completed. */
    Optional<ActivityRequest> activity(ActivityKey key);

    List<String> instancesWithInbox();

    List<ActivityKey> activities();

    List<StoredTimer> timers();
}
