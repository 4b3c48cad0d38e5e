package io.durablestatus.localruntime.functionhost.staged;

import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
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
    private static final String DURABLE = "extensions:durableTask:";
    private static final String BUS = "extensions:serviceBus:";
    private static final Pattern TIME_SPAN =
            Pattern.compile("(?:(\\d+)\\.)?(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.\\d+)?");

    /**
     * @param processors the extensions scale their defaults with it
     * @throws StartFailure naming the setting that is wrong
     */
    static HostJson read(Path file, AppSettings settings, int processors) {
        HostConfiguration host = new HostConfiguration(file, settings);
        return new HostJson(
                host.find(DURABLE + "hubName")
                        .map(name -> settings.resolve(name, file + ": extensions.durableTask.hubName"))
                        .or(() -> settings.find("WEBSITE_SITE_NAME"))
                        .orElse(DEFAULT_HUB),
                count(host, DURABLE + "maxConcurrentActivityFunctions", 10 * processors, 1),
                count(host, DURABLE + "maxConcurrentOrchestratorFunctions", 10 * processors, 1),
                count(host, BUS + "prefetchCount", 0, 0),
                count(host, BUS + "maxConcurrentCalls", 16 * processors, 1),
                flag(host, BUS + "autoCompleteMessages", true),
                timeSpan(host, BUS + "maxAutoLockRenewalDuration", Duration.ofMinutes(5)));
    }

    private static int count(HostConfiguration host, String path, int otherwise, int least) {
        String mustBe = "a whole number from " + least;
        int value = host.find(path)
                .map(text -> {
                    try {
                        return Integer.valueOf(text);
                    } catch (NumberFormatException e) {
                        throw host.wrong(path, mustBe);
                    }
                })
                .orElse(otherwise);
        if (value < least) {
            throw host.wrong(path, mustBe);
        }
        return value;
    }

    private static boolean flag(HostConfiguration host, String path, boolean otherwise) {
        return host.find(path)
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw host.wrong(path, "true or false");
                })
                .orElse(otherwise);
    }

    private static Duration timeSpan(HostConfiguration host, String path, Duration otherwise) {
        Optional<String> text = host.find(path);
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher parts = TIME_SPAN.matcher(text.get());
        if (!parts.matches()) {
            throw host.wrong(path, "a time span such as \"00:05:00\"");
        }
        return Duration.ofDays(parts.group(1) == null ? 0 : Long.parseLong(parts.group(1)))
                .plusHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(parts.group(4)));
    }
}
