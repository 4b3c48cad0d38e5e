package io.durablestatus.functions.start;

import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.NewOrchestrationInstanceOptions;
import io.grpc.Context;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The durable engine behind the function host, through the SDK's client. */
final class DurableInstances implements Instances {
    private static final int CALL_SECONDS = 10;

    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "durable-call-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private final DurableTaskClient client;

    DurableInstances(DurableTaskClient client) {
        this.client = client;
    }

    @Override
    public boolean exists(String instanceId) {
        return within(() -> client.getInstanceMetadata(instanceId, false).isInstanceFound());
    }

    @Override
    public void start(String orchestrator, String instanceId, Object input) {
        NewOrchestrationInstanceOptions options =
                new NewOrchestrationInstanceOptions().setInstanceId(instanceId).setInput(input);
        within(() -> client.scheduleNewOrchestrationInstance(orchestrator, options));
    }

    /** The SDK's calls have no deadline of their own: an engine that hangs would hold the message for ever. */
    static <T> T within(Supplier<T> call) {
        Context.CancellableContext context =
                Context.current().withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS, DEADLINES);
        try {
            return context.call(call::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            context.cancel(null);
        }
    }
}
