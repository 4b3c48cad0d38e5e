package io.durablestatus.localruntime.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the parts of a running system are, in the form that Azure would give.
 *
 * @param servicebus connection string
 * @param durableApi root of the durable HTTP management API
 * @param durableKey the system key that API asks for
 */
public record Addresses(String servicebus, String redis, URI durableApi, String durableKey, URI web, Path logs) {
    /** One line per address, for people. The key stays in its file. */
    public String table() {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("web app", web);
        rows.put("durable API", durableApi);
        rows.put("Service Bus", servicebus);
        rows.put("Redis", redis);
        rows.put("logs", logs);
        StringBuilder table = new StringBuilder();
        rows.forEach((name, address) -> table.append(String.format("  %-12s %s%n", name, address)));
        return table.toString();
    }
}
