package io.durablestatus.localruntime.taskhub.engine;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.CreateSubOrchestrationAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ScheduleTaskAction;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.StartRequest;
import io.durablestatus.localruntime.taskhub.store.InboxEvent;
import io.durablestatus.localruntime.taskhub.store.SqliteStore;
import io.durablestatus.localruntime.taskhub.store.Store;
import java.time.InstantSource;
import java.util.List;

/** An engine whose worker is the test itself: it takes turns and activities one by one and answers them by hand. */
final class EngineFixture implements AutoCloseable {
    final Store store = SqliteStore.temporary();
    final Engine engine = new Engine(store, InstantSource.system());

    void start(String id) {
        engine.instances().start(new StartRequest(id, "Any", null, null, null));
    }

    Turn turn() throws InterruptedException {
        return engine.dispatcher().takeTurn();
    }

    Work.Activity activity() throws InterruptedException {
        return engine.dispatcher().takeActivity();
    }

    void answer(Turn turn, OrchestratorAction... actions) {
        engine.dispatcher()
                .complete(
                        turn,
                        OrchestratorResponse.newBuilder()
                                .setInstanceId(turn.instanceId())
                                .addAllActions(List.of(actions))
                                .build());
    }

    void answer(Work.Activity activity, String result) {
        engine.dispatcher()
                .complete(
                        activity,
                        ActivityResponse.newBuilder()
                                .setInstanceId(activity.key().instanceId())
                                .setTaskId(activity.key().taskId())
                                .setResult(StringValue.of(result))
                                .build());
    }

    InstanceRecord instance(String id) {
        return engine.instances().find(id).orElseThrow();
    }

    List<InboxEvent> inbox(String id) {
        return store.read(transaction -> transaction.inbox(id));
    }

    static OrchestratorAction task(int id) {
        return OrchestratorAction.newBuilder()
                .setId(id)
                .setScheduleTask(ScheduleTaskAction.newBuilder().setName("Task"))
                .build();
    }

    static OrchestratorAction child(int id, String instanceId) {
        return OrchestratorAction.newBuilder()
                .setId(id)
                .setCreateSubOrchestration(
                        CreateSubOrchestrationAction.newBuilder().setName("Any").setInstanceId(instanceId))
                .build();
    }

    static OrchestratorAction end(int id, OrchestrationStatus status) {
        return OrchestratorAction.newBuilder()
                .setId(id)
                .setCompleteOrchestration(
                        CompleteOrchestrationAction.newBuilder().setOrchestrationStatus(status))
                .build();
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
