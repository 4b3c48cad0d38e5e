package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** JSON as the extension reads and writes it. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // why: numbers of a stored payload must come back digit by digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TICKS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNodeFactory nodes() {
        return MAPPER.getNodeFactory();
    }

    /** Null for text that holds no token at all. */
    static JsonNode parse(String text) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(text);
        return node.isMissingNode() ? null : node;
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }

    static String compact(JsonNode node) {
        return node.toString();
    }

    /** A stored payload: absent is null, JSON is itself, anything else is a plain string (a terminate reason is). */
    static JsonNode payload(String stored) {
        if (stored == null) {
            return nodes().nullNode();
        }
        String text = stored.strip();
        if (text.isEmpty()) {
            return nodes().textNode("");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return nodes().textNode(text);
        }
    }

    /** Whole seconds, as the status has them. */
    static String seconds(Instant time) {
        return SECONDS.format(time);
    }

    /** Seven digits, as the history has them. */
    static String ticks(Instant time) {
        return TICKS.format(time);
    }
}
