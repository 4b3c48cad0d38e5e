package io.durablestatus.functions.start;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.azurefunctions.DurableClientContext;
import com.microsoft.durabletask.azurefunctions.DurableClientInput;
import io.durablestatus.contracts.Names;

/** Removes instances at the end of their retention, every five minutes. */
public final class PurgeExpired {
    private final ExpiredInstances expired = new ExpiredInstances(StartSettings.CLOCK);

    @FunctionName(Names.PURGE_EXPIRED)
    public void run(
            @TimerTrigger(name = "timer", schedule = "0 */5 * * * *") String timer,
            @DurableClientInput(name = "durable") DurableClientContext durable,
            ExecutionContext context) {
        try (DurableTaskClient client = durable.getClient()) {
            ExpiredInstances.Purge purge = expired.purge(client);
            context.getLogger().info(purge::toString);
        }
    }
}
