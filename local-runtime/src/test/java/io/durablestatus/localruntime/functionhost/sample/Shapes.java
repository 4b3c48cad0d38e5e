package io.durablestatus.localruntime.functionhost.sample;

import com.microsoft.azure.functions.OutputBinding;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueOutput;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.azurefunctions.DurableClientContext;
import com.microsoft.durabletask.azurefunctions.DurableClientInput;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages in and out in other shapes than text. */
public class Shapes {
    @FunctionName("TakeCity")
    public void city(
            @ServiceBusQueueTrigger(name = "message", queueName = "city", connection = "Bus") City city,
            @BindingName("MessageId") String id,
            @DurableClientInput(name = "durable") DurableClientContext durable) {
        start(durable, id, city.name + city.visits);
    }

    @FunctionName("TakeBytes")
    public void bytes(
            @ServiceBusQueueTrigger(name = "message", queueName = "bytes", connection = "Bus", dataType = "binary")
                    byte[] bytes,
            @BindingName("MessageId") String id,
            @DurableClientInput(name = "durable") DurableClientContext durable) {
        start(durable, id, bytes);
    }

    @FunctionName("Emit")
    @ServiceBusQueueOutput(name = "$return", queueName = "emitted", connection = "Bus")
    public City emit(
            @ServiceBusQueueTrigger(name = "message", queueName = "emit", connection = "Bus") String message,
            @ServiceBusQueueOutput(name = "raw", queueName = "emitted", connection = "Bus") OutputBinding<byte[]> raw,
            @ServiceBusQueueOutput(name = "list", queueName = "emitted", connection = "Bus")
                    OutputBinding<List<City>> list,
            @ServiceBusQueueOutput(name = "unset", queueName = "emitted", connection = "Bus")
                    OutputBinding<String> unset) {
        raw.setValue(message.getBytes(StandardCharsets.ISO_8859_1));
        list.setValue(List.of(named("first"), named("second")));
        return named(message);
    }

    private static City named(String name) {
        City city = new City();
        city.name = name;
        return city;
    }

    private static void start(DurableClientContext durable, String id, Object input) {
        try (DurableTaskClient client = durable.getClient()) {
            client.scheduleNewOrchestrationInstance("Wait", input, id);
        }
    }
}
