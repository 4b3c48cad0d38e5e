package io.durablestatus.localruntime.durablehttp;

import java.util.Locale;
import java.util.Map;

/**
 * One request, free of the HTTP server.
 *
 * @param origin scheme, host and port as the client wrote them
 * @param target path and query as the client wrote them
 * @param path values of the route's placeholders
 * @param headers first value of each header, names in lower case
 */
record Call(
        String method,
        String origin,
        String target,
        Map<String, String> path,
        Query query,
        Map<String, String> headers,
        String body) {
    String path(String placeholder) {
        return path.get(placeholder);
    }

    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    Call withBody(String text) {
        return new Call(method, origin, target, path, query, headers, text);
    }

    Call withPath(Map<String, String> values) {
        return new Call(method, origin, target, values, query, headers, body);
    }
}
