package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One answer.
 *
 * @param body null for an empty one
 */
record Reply(int status, Map<String, String> headers, JsonNode body) {
    static final String CONTINUATION_TOKEN = "x-ms-continuation-token";

    static Reply empty(int status) {
        return new Reply(status, Map.of(), null);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, Map.of(), body);
    }
}
