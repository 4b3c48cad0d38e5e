package io.durablestatus.web.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobProgress;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Reads the status JSON of the durable HTTP API: name, instanceId, runtimeStatus, customStatus, output, createdTime,
 * lastUpdatedTime (durable extension 3.x). A custom status is null while Pending and the empty text until one is set;
 * the output of a failed instance is a text.
 */
final class InstanceJson {
    private static final Logger LOG = Logger.getLogger(InstanceJson.class);

    private final ObjectMapper mapper;

    InstanceJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * @throws IllegalArgumentException when it is no status JSON; a custom status or output that this build cannot read
     *     is logged and left out
     */
    Instance read(byte[] json) {
        try {
            JsonNode node = mapper.readTree(json);
            return new Instance(
                    node.required("instanceId").asText(),
                    Instance.RuntimeStatus.valueOf(
                            node.required("runtimeStatus").asText().toUpperCase(Locale.ROOT)),
                    part(node, "customStatus", JobProgress.class),
                    part(node, "output", JobOutput.class),
                    time(node.path("lastUpdatedTime").asText("")));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private <T> T part(JsonNode node, String field, Class<T> type) {
        JsonNode value = node.path(field);
        if (!value.isObject()) {
            return null;
        }
        try {
            return mapper.treeToValue(value, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.errorf(
                    "The %s of instance %s is not a %s: %s",
                    field, node.path("instanceId"), type.getSimpleName(), e.getMessage());
            return null;
        }
    }

    private static Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("lastUpdatedTime is no time", e);
        }
    }
}
