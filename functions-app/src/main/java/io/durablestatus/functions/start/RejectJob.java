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

/** A message the broker gave up becomes an instance that failed, so that its job still has a true status. */
public final class RejectJob {
    private final Rejection rejection;

    public RejectJob() {
        this.rejection = new Rejection(StartSettings.CLOCK, StartSettings.starter());
    }

    @FunctionName(Names.REJECT_JOB)
    public void run(
            @ServiceBusQueueTrigger(
                            name = "message",
                            queueName = Names.DEAD_LETTER_QUEUE,
                            connection = Names.SERVICE_BUS_CONNECTION,
                            access = AccessRights.LISTEN)
                    String message,
            @BindingName("MessageId") String messageId,
            @BindingName("SequenceNumber") long sequenceNumber,
            @BindingName("ApplicationProperties") String applicationProperties,
            @DurableClientInput(name = "durable") DurableClientContext durable,
            ExecutionContext context) {
        DeadLetter deadLetter = DeadLetter.read(applicationProperties);
        Delivery delivery = new Delivery(messageId, sequenceNumber, message, deadLetter.attempt());
        try (DurableTaskClient client = durable.getClient()) {
            StartOutcome outcome = rejection.reject(delivery, deadLetter.problem(), new DurableInstances(client));
            context.getLogger().warning(() -> "Dead-lettered " + delivery + ", " + deadLetter + ": " + outcome);
        }
    }
}
