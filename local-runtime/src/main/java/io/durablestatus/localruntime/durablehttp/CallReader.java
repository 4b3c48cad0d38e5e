package io.durablestatus.localruntime.durablehttp;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes a request out of the HTTP server's hands. */
final class CallReader {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CallReader() {}

    /** Everything but the body, which is empty. */
    static Call head(HttpServerExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        HeaderMap given = exchange.getRequestHeaders();
        for (HttpString name : given.getHeaderNames()) {
            headers.put(name.toString().toLowerCase(Locale.ROOT), given.getFirst(name));
        }
        String query = exchange.getQueryString();
        String origin = exchange.getRequestScheme() + "://" + exchange.getHostAndPort();
        String target = path(exchange) + (query.isEmpty() ? "" : "?" + query);
        return new Call(exchange.getRequestMethod().toString(), origin, target, Map.of(), query(query), headers, "");
    }

    /** @throws IOException when the client breaks off, breaks the protocol, or sends more than is allowed */
    static String body(HttpServerExchange exchange) throws IOException {
        String text = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    /** why not the server's own path: it ends at the first semicolon, and an instance id may hold one. */
    static String path(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (!exchange.isHostIncludedInRequestURI()) {
            return uri;
        }
        int path = uri.indexOf('/', uri.indexOf("://") + 3);
        return path < 0 ? "/" : uri.substring(path);
    }

    /** The segments below the API's base, decoded. */
    static List<String> segments(String path) {
        return Arrays.stream(path.replaceAll("^/+|/+$", "").split("/", -1))
                // why: in a path a plus is a plus.
                .map(segment -> decode(segment.replace("+", "%2B")))
                .toList();
    }

    private static Query query(String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters
                    .computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                    .add(parts.length == 2 ? decode(parts[1]) : "");
        }
        return new Query(parameters);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
