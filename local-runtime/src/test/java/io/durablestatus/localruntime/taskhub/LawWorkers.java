package io.durablestatus.localruntime.taskhub;

import com.google.protobuf.StringValue;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.durablestatus.localruntime.taskhub.engine.Dispatcher;
import io.durablestatus.localruntime.taskhub.engine.Turn;
import io.durablestatus.localruntime.taskhub.engine.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Workers as bad as the protocol lets them be: they give work back that they took, answer activities twice, the second time
 * wrongly, and again long after, to a process that was started later.
 */
final class LawWorkers implements AutoCloseable {
    private static final int THREADS = 3;

    private final Dispatcher dispatcher;
    private final SdkExecutor executor;
    private final MortalStore store;
    private final List<Work.Activity> answered;
    private final List<Thread> threads = new ArrayList<>();

    /** @param answered activities whose first answer was written, by these workers or by those before */
    LawWorkers(Dispatcher dispatcher, Workload workload, MortalStore store, List<Work.Activity> answered, long seed) {
        this.dispatcher = dispatcher;
        this.executor = new SdkExecutor(workload);
        this.store = store;
        this.answered = answered;
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> run(random), "law-worker-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Random random) {
        try {
            for (Work item = dispatcher.takeAny(); item != null; item = dispatcher.takeAny()) {
                if (random.nextInt(5) == 0) {
                    dispatcher.abandon(item);
                } else if (item instanceof Turn turn) {
                    run(turn);
                } else if (item instanceof Work.Activity activity) {
                    run(activity, random);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Turn turn) {
        try {
            dispatcher.complete(turn, executor.runOrchestrator(turn.orchestrator(), turn.request()));
        } catch (Exception e) {
            if (turn.hasSeveralEvents()) {
                run(turn.firstEventOnly());
            } else {
                dispatcher.fail(turn, e);
            }
        }
    }

    private void run(Work.Activity activity, Random random) {
        store.forgetWrites();
        dispatcher.complete(activity, executor.runActivity(activity.request()));
        // why: an answer that died with its process was never given; then a wrong one may well be the first.
        if (store.written()) {
            answered.add(activity);
        }
        for (Work.Activity late : List.copyOf(answered)) {
            if (random.nextInt(4) == 0) {
                dispatcher.complete(late, wrong(late));
            }
        }
    }

    private static ActivityResponse wrong(Work.Activity activity) {
        return ActivityResponse.newBuilder()
                .setInstanceId(activity.key().instanceId())
                .setTaskId(activity.key().taskId())
                .setResult(StringValue.of("-1000000"))
                .build();
    }

    /** The dispatcher must be closed. */
    @Override
    public void close() {
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
