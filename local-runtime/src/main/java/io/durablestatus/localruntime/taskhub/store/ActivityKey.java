package io.durablestatus.localruntime.taskhub.store;

/** One scheduled activity; the execution id tells a late completion of an earlier run under the same instance id apart. */
public record ActivityKey(String instanceId, String executionId, int taskId) {}
