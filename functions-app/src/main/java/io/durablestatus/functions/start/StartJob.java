package io.durablestatus.functions.start;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.AccessRights;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.azurefunctions.DurableClientContext;
import com.microsoft.durabletask.azurefunctions.DurableClientInput;
import io.durablestatus.contracts.Names;

/**
 * Step 2: a message starts its job's instance, under the job's id. Returning settles the message; throwing makes the broker
 * deliver it again.
 */
public final class StartJob {
    private final JobStarter jobs;

    public StartJob() {
        this.jobs = new JobStarter(StartSettings.CLOCK, StartSettings.starter());
    }

    @FunctionName(Names.START_JOB)
    public void run(
            @ServiceBusQueueTrigger(
                            name = "message",
                            queueName = Names.QUEUE,
                            connection = Names.SERVICE_BUS_CONNECTION,
                            access = AccessRights.LISTEN)
                    String message,
            @BindingName("MessageId") String messageId,
            @BindingName("SequenceNumber") long sequenceNumber,
            @BindingName("DeliveryCount") int deliveryCount,
            @DurableClientInput(name = "durable") DurableClientContext durable,
            ExecutionContext context) {
        Delivery delivery = new Delivery(messageId, sequenceNumber, message, deliveryCount);
        // why: each client opens a channel that only close() ends.
        try (DurableTaskClient client = durable.getClient()) {
            StartOutcome outcome = jobs.start(delivery, new DurableInstances(client));
            context.getLogger().info(() -> delivery + ": " + outcome);
        }
    }
}
