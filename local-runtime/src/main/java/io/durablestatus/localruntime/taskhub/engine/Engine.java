package io.durablestatus.localruntime.taskhub.engine;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import io.durablestatus.localruntime.taskhub.Instances;
import io.durablestatus.localruntime.taskhub.TaskExecutor;
import io.durablestatus.localruntime.taskhub.store.Store;
import io.durablestatus.localruntime.taskhub.store.StoredInstance;
import io.durablestatus.localruntime.taskhub.store.StoredTimer;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The engine over a store. It keeps no truth of its own: at the start, all that was under way when the last process ended,
 * however it ended, goes back to the queue, and timers are armed again.
 */
public final class Engine implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 5_000;

    private final Changes changes;
    private final Watchers watchers;
    private final Timers timers;
    private final Dispatcher dispatcher;
    private final Instances instances;
    private final InstantSource clock;
    private final Thread timerThread;
    private final AtomicReference<InProcessWorkers> workers = new AtomicReference<>();
    private final AtomicReference<TaskExecutor> executor = new AtomicReference<>();

    /** The store is the caller's to close, after this. */
    public Engine(Store store, InstantSource clock) {
        this.clock = clock;
        WorkQueue queue = new WorkQueue();
        this.watchers = new Watchers(store);
        this.timers = new Timers(clock);
        this.changes = new Changes(store, queue, timers, watchers);
        this.dispatcher =
                new Dispatcher(queue, new Turns(store, changes, clock), new Activities(store, changes, clock));
        this.instances = new Management(store, changes, watchers, clock, this::knows);
        store.read(transaction -> transaction.activities()).forEach(queue::add);
        store.read(transaction -> transaction.instancesWithInbox()).forEach(queue::ready);
        store.read(transaction -> transaction.timers()).forEach(timers::add);
        this.timerThread = new Thread(() -> timers.run(this::fire), "taskhub-timers");
        timerThread.setDaemon(true);
        timerThread.start();
    }

    public Instances instances() {
        return instances;
    }

    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Completes when the instance, which need not exist yet, has had its first turn. */
    public CompletableFuture<InstanceRecord> started(String instanceId) {
        return watchers.when(
                instanceId, instance -> instance.state().status() != OrchestrationStatus.ORCHESTRATION_STATUS_PENDING);
    }

    /** Completes when the instance, which need not exist yet, is terminal. */
    public CompletableFuture<InstanceRecord> ended(String instanceId) {
        return watchers.when(instanceId, StoredInstance::terminal);
    }

    /** Runs turns and activities in this process from now on, and refuses to start orchestrators it does not know. */
    public void execute(TaskExecutor taskExecutor, int orchestrators, int activities) {
        if (!executor.compareAndSet(null, taskExecutor)) {
            throw new IllegalStateException("this hub has an executor already");
        }
        workers.set(new InProcessWorkers(dispatcher, taskExecutor, orchestrators, activities));
    }

    private boolean knows(String orchestrator) {
        TaskExecutor current = executor.get();
        return current == null || current.hasOrchestrator(orchestrator);
    }

    /** Forgets every instance; what runs is void. */
    public void reset() {
        changes.make((transaction, after) -> {
            transaction.deleteEverything();
            return true;
        });
    }

    private void fire(StoredTimer timer) {
        changes.make((transaction, after) -> {
            if (!transaction.removeTimer(timer)) {
                return false;
            }
            transaction.post(
                    timer.instanceId(),
                    timer.executionId(),
                    timer.timerId() == StoredTimer.START
                            ? HistoryEvents.startMarker(clock.instant())
                            : HistoryEvents.timerFired(timer, clock.instant()));
            after.ready(timer.instanceId());
            return true;
        });
    }

    /** Takes no more work and lets what runs end. */
    @Override
    public void close() {
        dispatcher.stopHandingOut();
        InProcessWorkers running = workers.get();
        if (running != null) {
            running.close();
        }
        timers.close();
        watchers.close();
        dispatcher.close();
        try {
            // why: a timer that is being written ends well; the store is closed next.
            timerThread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
