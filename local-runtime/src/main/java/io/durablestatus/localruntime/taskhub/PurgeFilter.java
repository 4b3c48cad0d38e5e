package io.durablestatus.localruntime.taskhub;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.Set;

/** Which terminal instances to delete, by creation time (inclusive); an empty status set means all terminal ones. */
public record PurgeFilter(Instant createdFrom, Instant createdTo, Set<OrchestrationStatus> statuses) {}
