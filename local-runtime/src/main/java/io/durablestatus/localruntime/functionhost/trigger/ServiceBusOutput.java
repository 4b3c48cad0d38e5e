package io.durablestatus.localruntime.functionhost.trigger;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.durablestatus.localruntime.functionhost.worker.Data;
import java.util.ArrayList;
import java.util.List;

/** A {@code serviceBus} output binding: one message per value; the elements of a JSON array are one message each. */
public final class ServiceBusOutput implements TriggeredFunction.Output, AutoCloseable {
    private final ServiceBusSenderClient sender;

    /** @throws IllegalArgumentException or {@link NullPointerException} when the connection string is none */
    public ServiceBusOutput(String connection, String queue) {
        this.sender = new ServiceBusClientBuilder()
                .connectionString(connection)
                .sender()
                .queueName(queue)
                .buildClient();
    }

    @Override
    public void deliver(Data value) {
        List<ServiceBusMessage> messages = messages(value);
        if (!messages.isEmpty()) {
            sender.sendMessages(messages);
        }
    }

    private static List<ServiceBusMessage> messages(Data value) {
        List<ServiceBusMessage> messages = new ArrayList<>();
        if (value instanceof Data.Bytes bytes) {
            messages.add(new ServiceBusMessage(BinaryData.fromBytes(bytes.value())));
        } else if (value instanceof Data.Text text) {
            messages.add(text(text.value(), "text/plain"));
        } else if (value instanceof Data.Whole whole) {
            messages.add(json(Long.toString(whole.value())));
        } else if (value instanceof Data.Real real) {
            messages.add(json(Double.toString(real.value())));
        } else if (value instanceof Data.Json json) {
            JsonElement element = JsonParser.parseString(json.value());
            if (element.isJsonArray()) {
                element.getAsJsonArray().forEach(item -> messages.add(item(item)));
            } else {
                messages.add(json(json.value()));
            }
        }
        return messages;
    }

    private static ServiceBusMessage item(JsonElement item) {
        boolean string = item.isJsonPrimitive() && item.getAsJsonPrimitive().isString();
        return string ? text(item.getAsString(), "text/plain") : json(item.toString());
    }

    private static ServiceBusMessage json(String body) {
        return text(body, "application/json");
    }

    private static ServiceBusMessage text(String body, String contentType) {
        return new ServiceBusMessage(body).setContentType(contentType);
    }

    @Override
    public void close() {
        sender.close();
    }
}
