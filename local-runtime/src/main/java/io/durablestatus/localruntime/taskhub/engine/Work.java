package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.durablestatus.localruntime.taskhub.store.ActivityKey;

/** Something to be run by user code. Whoever takes one must complete, fail or abandon it. */
public sealed interface Work permits Turn, Work.Activity {
    /** One activity that has not completed. */
    record Activity(ActivityKey key, ActivityRequest request) implements Work {}
}
