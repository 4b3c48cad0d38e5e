package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.Set;

/**
 * Which instances to list, by creation time; null or empty means no limit of that kind.
 *
 * @param createdFrom inclusive
 * @param createdTo inclusive
 * @param top most instances in one page, at least 1
 * @param continuationToken of the page before, or null
 */
public record InstanceQuery(
        String idPrefix,
        Instant createdFrom,
        Instant createdTo,
        Set<OrchestrationStatus> statuses,
        int top,
        String continuationToken) {}
