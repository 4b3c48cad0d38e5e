package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.durablestatus.localruntime.taskhub.store.ActivityKey;
import io.durablestatus.localruntime.taskhub.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Begins and ends activities. */
final class Activities {
    private final Store store;
    private final Changes changes;
    private final InstantSource clock;

    Activities(Store store, Changes changes, InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    /** Empty when it is not wanted any more: its instance was terminated or purged. */
    Optional<Work.Activity> begin(ActivityKey key) {
        return store.read(transaction -> transaction.activity(key)).map(request -> new Work.Activity(key, request));
    }

    /**
     * Posts the result to the orchestration that asked. A second or a late completion changes nothing; as in Azure an
     * activity may run after its orchestration has ended, and its result is dropped.
     */
    void complete(ActivityKey key, ActivityResponse response) {
        HistoryEvent event = ended(key, response);
        changes.make((transaction, after) -> {
            if (!transaction.removeActivity(key)) {
                return false;
            }
            transaction
                    .head(key.instanceId())
                    .filter(instance -> !instance.terminal())
                    .filter(instance -> instance.executionId().equals(key.executionId()))
                    .ifPresent(instance -> {
                        transaction.post(key.instanceId(), key.executionId(), event);
                        after.ready(key.instanceId());
                    });
            return true;
        });
    }

    private HistoryEvent ended(ActivityKey key, ActivityResponse response) {
        Instant now = clock.instant();
        Optional<TaskFailureDetails> tooLarge = Limits.tooLarge("The activity's result", response.getResult());
        if (tooLarge.isPresent()) {
            return HistoryEvents.taskFailed(key.taskId(), tooLarge.get(), now);
        }
        // why: the key is what was handed out; the id in the answer is what the worker says it was.
        return HistoryEvents.taskEnded(
                response.toBuilder().setTaskId(key.taskId()).build(), now);
    }
}
