package io.durablestatus.localruntime.taskhub;

import java.util.List;

/** One page of a listing; {@code continuationToken} is null at the end. */
public record InstancePage(List<InstanceRecord> instances, String continuationToken) {}
