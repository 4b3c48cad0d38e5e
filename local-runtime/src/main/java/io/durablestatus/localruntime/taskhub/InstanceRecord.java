package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import java.time.Instant;

/**
 * One instance as last committed.
 *
 * @param input JSON text of the current generation, or null
 * @param customStatus JSON text; null before the first turn, empty when never set
 * @param output JSON text, or null while it runs
 * @param failure details when it failed, else null
 * @param scheduledAt when it was to start, or null for at once
 */
public record InstanceRecord(
        String instanceId,
        String executionId,
        String name,
        OrchestrationStatus status,
        String input,
        String customStatus,
        String output,
        TaskFailureDetails failure,
        Instant createdAt,
        Instant lastUpdatedAt,
        Instant scheduledAt) {}
