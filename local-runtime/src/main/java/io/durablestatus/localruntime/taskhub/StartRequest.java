package io.durablestatus.localruntime.taskhub;

import java.time.Instant;

/**
 * What to start.
 *
 * @param instanceId null or empty for a fresh id
 * @param input JSON text, or null for none
 * @param scheduledAt when to run first, or null for now
 */
public record StartRequest(String instanceId, String orchestrator, String input, String version, Instant scheduledAt) {}
