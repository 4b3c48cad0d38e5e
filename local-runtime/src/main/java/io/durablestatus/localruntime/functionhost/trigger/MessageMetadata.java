package io.durablestatus.localruntime.functionhost.trigger;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.durablestatus.localruntime.functionhost.worker.Data;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trigger metadata of one message, names and types as the Service Bus extension 5 and the host give them: text stays text,
 * everything else arrives as JSON (so a String parameter gets a time with quotes), what the message does not have is absent,
 * and a property of a JSON object body is metadata too and wins over the rest.
 */
final class MessageMetadata {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Json.NET's: up to seven digits, trailing zeros dropped. */
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
            .toFormatter(Locale.ROOT);

    /** why: the host's names have no case, and the first spelling stays; the worker's have. */
    private final Map<String, Data> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private MessageMetadata() {}

    static Map<String, Data> of(ServiceBusReceivedMessage message, String body) {
        MessageMetadata metadata = new MessageMetadata();
        // why: .NET counts deliveries, the wire and the Java SDK count the failed ones before this.
        metadata.json("DeliveryCount", Long.toString(message.getDeliveryCount() + 1));
        metadata.text("DeadLetterSource", message.getDeadLetterSource());
        metadata.text("LockToken", message.getLockToken());
        metadata.time("ExpiresAt", message.getExpiresAt());
        metadata.time("EnqueuedTime", message.getEnqueuedTime());
        metadata.text("MessageId", message.getMessageId());
        metadata.text("ContentType", message.getContentType());
        metadata.text("ReplyTo", message.getReplyTo());
        metadata.json("SequenceNumber", Long.toString(message.getSequenceNumber()));
        metadata.text("To", message.getTo());
        metadata.text("Subject", message.getSubject());
        metadata.text("Label", message.getSubject());
        metadata.text("CorrelationId", message.getCorrelationId());
        String properties = properties(message.getApplicationProperties());
        metadata.json("ApplicationProperties", properties);
        metadata.json("UserProperties", properties);
        metadata.text("SessionId", message.getSessionId());
        metadata.text("ReplyToSessionId", message.getReplyToSessionId());
        metadata.text("PartitionKey", message.getPartitionKey());
        metadata.ofBody(body);
        return new HashMap<>(metadata.values);
    }

    private void text(String name, String value) {
        if (value != null) {
            values.put(name, new Data.Text(value));
        }
    }

    private void json(String name, String value) {
        values.put(name, new Data.Json(value));
    }

    /** Both of .NET's forms: with its offset, and under the name with {@code Utc} without any. */
    private void time(String name, OffsetDateTime time) {
        if (time != null) {
            String local = LOCAL.format(time.withOffsetSameInstant(ZoneOffset.UTC));
            json(name, "\"" + local + "+00:00\"");
            json(name + "Utc", "\"" + local + "\"");
        }
    }

    private void ofBody(String body) {
        if (!body.stripLeading().startsWith("{")) {
            return;
        }
        try {
            for (Map.Entry<String, JsonNode> property : MAPPER.readTree(body).properties()) {
                JsonNode value = property.getValue();
                if (value.isObject()) {
                    json(property.getKey(), value.toString());
                } else if (!value.isArray() && !value.isNull()) {
                    text(property.getKey(), value.isBoolean() ? dotNet(value.booleanValue()) : value.asText());
                }
            }
        } catch (JsonProcessingException e) {
            // A body that is no JSON has no properties; that is no error.
        }
    }

    private static String dotNet(boolean value) {
        return value ? "True" : "False";
    }

    private static String properties(Map<String, Object> properties) {
        ObjectNode json = MAPPER.createObjectNode();
        properties.forEach((name, value) -> json.set(name, property(value)));
        return json.toString();
    }

    private static JsonNode property(Object value) {
        if (value instanceof Number || value instanceof Boolean || value instanceof byte[]) {
            return MAPPER.valueToTree(value);
        } else if (value instanceof Date date) {
            return zulu(date.toInstant());
        } else if (value instanceof Instant instant) {
            return zulu(instant);
        } else if (value instanceof OffsetDateTime time) {
            return MAPPER.getNodeFactory().textNode(LOCAL.format(time) + time.getOffset());
        } else if (value instanceof Duration duration) {
            return MAPPER.getNodeFactory().textNode(TimeSpan.format(duration));
        }
        return value == null
                ? MAPPER.getNodeFactory().nullNode()
                : MAPPER.getNodeFactory().textNode(value.toString());
    }

    private static JsonNode zulu(Instant instant) {
        return MAPPER.getNodeFactory().textNode(LOCAL.format(instant.atOffset(ZoneOffset.UTC)) + "Z");
    }
}
