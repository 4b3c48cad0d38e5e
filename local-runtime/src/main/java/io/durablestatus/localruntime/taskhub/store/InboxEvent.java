package io.durablestatus.localruntime.taskhub.store;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;

/** An event that waits for a turn; {@code executionId} is null when it is meant for any generation. */
public record InboxEvent(long sequence, String executionId, HistoryEvent event) {}
