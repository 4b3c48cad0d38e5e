package io.durablestatus.localruntime.functionhost.staged;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of host.json that this host obeys, with the extensions' defaults.
 *
 * @param hubName of the durable task hub
 * @param maxActivities activities that run at the same time
 * @param maxOrchestrators orchestrator turns that run at the same time
 * @param maxConcurrentCalls messages of one Service Bus function that are handled at the same time
 * @param autoCompleteMessages whether a message is completed when its function returns
 * @param maxAutoLockRenewal how long a message's lock is kept alive; zero for not at all
 */
public record HostJson(
        String hubName,
        int maxActivities,
        int maxOrchestrators,
        int prefetchCount,
        int maxConcurrentCalls,
        boolean autoCompleteMessages,
        Duration maxAutoLockRenewal) {
    private static final String DEFAULT_HUB = "TestHubName";
    private static final Pattern TIME_SPAN =
            Pattern.compile("(?:(\\d+)\\.)?(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.\\d+)?");

    /**
     * @param processors the extensions scale their defaults with it
     * @throws StartFailure naming the setting that is wrong
     */
    static HostJson read(Path file, AppSettings settings, int processors) {
        JsonNode extensions = JsonFile.read(file).path("extensions");
        JsonNode durable = extensions.path("durableTask");
        JsonNode bus = extensions.path("serviceBus");
        String hub = durable.path("hubName").asText("");
        String defaultHub = settings.find("WEBSITE_SITE_NAME").orElse(DEFAULT_HUB);
        return new HostJson(
                hub.isBlank() ? defaultHub : settings.resolve(hub, file + ": extensions.durableTask.hubName"),
                count(file, durable, "maxConcurrentActivityFunctions", 10 * processors, 1),
                count(file, durable, "maxConcurrentOrchestratorFunctions", 10 * processors, 1),
                count(file, bus, "prefetchCount", 0, 0),
                count(file, bus, "maxConcurrentCalls", 16 * processors, 1),
                bus.path("autoCompleteMessages").asBoolean(true),
                timeSpan(file, bus, "maxAutoLockRenewalDuration", Duration.ofMinutes(5)));
    }

    private static int count(Path file, JsonNode section, String key, int otherwise, int least) {
        JsonNode value = section.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || value.intValue() < least) {
            throw new StartFailure(
                    file + ": " + key + " is " + value + "; it must be a whole number from " + least + ".");
        }
        return value.intValue();
    }

    private static Duration timeSpan(Path file, JsonNode section, String key, Duration otherwise) {
        JsonNode value = section.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        Matcher parts = TIME_SPAN.matcher(value.asText());
        if (!parts.matches()) {
            throw new StartFailure(
                    file + ": " + key + " is " + value + "; it must be a time span such as \"00:05:00\".");
        }
        return Duration.ofDays(parts.group(1) == null ? 0 : Long.parseLong(parts.group(1)))
                .plusHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(parts.group(4)));
    }
}
