package io.durablestatus.localruntime.functionhost.sample;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.OutputBinding;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueOutput;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.azurefunctions.DurableClientContext;
import com.microsoft.durabletask.azurefunctions.DurableClientInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

public class Triggers {
    /** Starts {@code Greet} under the message's id, or throws when the body says so. */
    @FunctionName("OnMessage")
    public void onMessage(
            @ServiceBusQueueTrigger(name = "message", queueName = "%QUEUE%", connection = "Bus") String message,
            @BindingName("MessageId") String messageId,
            @BindingName("DeliveryCount") int deliveryCount,
            @DurableClientInput(name = "durable") DurableClientContext durable,
            ExecutionContext context) {
        context.getLogger().info("message " + messageId + ", delivery " + deliveryCount);
        if (message.startsWith("fail until ") && deliveryCount < Integer.parseInt(message.substring(11))) {
            throw new IllegalStateException("planted failure of delivery " + deliveryCount);
        }
        City city = new City();
        city.name = message;
        city.visits = deliveryCount;
        start(durable, "Greet", messageId, city);
    }

    /** Tells all metadata of a dead letter, as text and in its own types. */
    @FunctionName("OnDeadLetter")
    public void onDeadLetter(
            @ServiceBusQueueTrigger(name = "message", queueName = "q/$deadletterqueue", connection = "Bus") String body,
            @BindingName("MessageId") String messageId,
            @BindingName("DeliveryCount") int deliveryCount,
            @BindingName("SequenceNumber") long sequenceNumber,
            @BindingName("EnqueuedTimeUtc") String enqueuedTimeUtc,
            @BindingName("EnqueuedTime") String enqueuedTime,
            @BindingName("DeadLetterSource") String deadLetterSource,
            @BindingName("ContentType") String contentType,
            @BindingName("CorrelationId") String correlationId,
            @BindingName("Subject") String subject,
            @BindingName("Label") String label,
            @BindingName("ApplicationProperties") String applicationProperties,
            @BindingName("UserProperties") Map<String, Object> userProperties,
            @BindingName("LockToken") String lockToken,
            @BindingName("planted") String planted,
            @DurableClientInput(name = "durable") DurableClientContext durable) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("body", body);
        seen.put("deliveryCount", deliveryCount);
        seen.put("sequenceNumber", sequenceNumber);
        seen.put("enqueuedTimeUtc", enqueuedTimeUtc);
        seen.put("enqueuedTime", enqueuedTime);
        seen.put("deadLetterSource", deadLetterSource);
        seen.put("contentType", contentType);
        seen.put("correlationId", correlationId);
        seen.put("subject", subject);
        seen.put("label", label);
        seen.put("applicationProperties", applicationProperties);
        seen.put("userProperties", userProperties);
        seen.put("lockToken", lockToken);
        seen.put("planted", planted);
        start(durable, "Wait", messageId, seen);
    }

    /** Tells that it runs, then waits until the file named in the body is there. */
    @FunctionName("OnSlow")
    public void onSlow(
            @ServiceBusQueueTrigger(name = "message", queueName = "q", connection = "Bus") String message,
            @BindingName("MessageId") String messageId,
            @DurableClientInput(name = "durable") DurableClientContext durable)
            throws InterruptedException {
        start(durable, "Wait", messageId, message);
        Path file = Path.of(message);
        while (!Files.exists(file)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @FunctionName("OnTick")
    public void onTick(
            @TimerTrigger(name = "timer", schedule = "%SCHEDULE%") String timer,
            @DurableClientInput(name = "durable") DurableClientContext durable) {
        start(durable, "Wait", "tick", timer);
    }

    /** Forwards a message twice: as its return value in upper case, and as two messages through an output parameter. */
    @FunctionName("Forward")
    @ServiceBusQueueOutput(name = "$return", queueName = "out", connection = "Bus")
    public String forward(
            @ServiceBusQueueTrigger(name = "message", queueName = "in", connection = "Bus") String message,
            @ServiceBusQueueOutput(name = "copies", queueName = "out", connection = "Bus")
                    OutputBinding<String[]> copies) {
        copies.setValue(new String[] {message + "-1", message + "-2"});
        return message.toUpperCase(Locale.ROOT);
    }

    private static void start(DurableClientContext durable, String orchestrator, String id, Object input) {
        try (DurableTaskClient client = durable.getClient()) {
            client.scheduleNewOrchestrationInstance(orchestrator, input, id);
        }
    }
}
