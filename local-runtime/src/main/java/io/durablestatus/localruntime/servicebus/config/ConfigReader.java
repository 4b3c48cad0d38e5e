package io.durablestatus.localruntime.servicebus.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns the text of a {@code Config.json} into a {@link BrokerConfig}; see BrokerConfig#read for what is refused. */
final class ConfigReader {
    // why: ordered, because a refusal lists them.
    private static final Set<String> ROOT = keys("UserConfig");
    private static final Set<String> USER_CONFIG = keys("Namespaces", "Logging");
    private static final Set<String> NAMESPACE = keys("Name", "Queues", "Topics");
    private static final Set<String> LOGGING = keys("Type");
    private static final Set<String> QUEUE = keys("Name", "Properties");
    /** The last two are no keys of the official emulator, but of the Azure resource, spelled as there. */
    private static final Set<String> PROPERTIES = keys(
            "DeadLetteringOnMessageExpiration",
            "DefaultMessageTimeToLive",
            "DuplicateDetectionHistoryTimeWindow",
            "ForwardDeadLetteredMessagesTo",
            "ForwardTo",
            "LockDuration",
            "MaxDeliveryCount",
            "RequiresDuplicateDetection",
            "RequiresSession",
            "MaxMessageSizeInKilobytes",
            "MaxSizeInMegabytes");

    private static final Pattern QUEUE_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,258}[A-Za-z0-9_])?");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ConfigReader() {}

    static BrokerConfig read(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ConfigException("$", "is no JSON: " + e.getMessage());
        }
        ConfigNode user =
                new ConfigNode("$", json).onlyKeys(ROOT).get("UserConfig").onlyKeys(USER_CONFIG);
        if (user.has("Logging")) {
            checkLogging(user.get("Logging").onlyKeys(LOGGING));
        }
        List<ConfigNode> namespaces = user.get("Namespaces").items();
        if (namespaces.size() != 1) {
            throw user.get("Namespaces").refused("must hold exactly one namespace");
        }
        return namespace(namespaces.get(0).onlyKeys(NAMESPACE));
    }

    private static BrokerConfig namespace(ConfigNode node) {
        List<QueueConfig> queues = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (node.has("Queues")) {
            for (ConfigNode queue : node.get("Queues").items()) {
                QueueConfig config = queue(queue.onlyKeys(QUEUE));
                if (!names.add(config.name().toLowerCase(Locale.ROOT))) {
                    throw queue.get("Name").refused("a second queue of this name (names ignore case)");
                }
                queues.add(config);
            }
        }
        List<String> topics = new ArrayList<>();
        if (node.has("Topics")) {
            for (ConfigNode topic : node.get("Topics").items()) {
                topics.add(topic.get("Name").text());
            }
        }
        return new BrokerConfig(node.get("Name").text(), queues, topics, Optional.empty());
    }

    private static QueueConfig queue(ConfigNode node) {
        String name = node.get("Name").text();
        if (!QUEUE_NAME.matcher(name).matches() || name.contains("//")) {
            throw node.get("Name")
                    .refused("'" + name + "' is no queue name: 1 to 260 letters, digits, '.', '-', '_', '/'");
        }
        QueueConfig defaults = QueueConfig.named(name);
        if (!node.has("Properties")) {
            return defaults;
        }
        ConfigNode properties = node.get("Properties").onlyKeys(PROPERTIES);
        refuseForwarding(properties, "ForwardTo");
        refuseForwarding(properties, "ForwardDeadLetteredMessagesTo");
        return new QueueConfig(
                name,
                duration(
                        properties,
                        "LockDuration",
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        defaults.lockDuration()),
                integer(properties, "MaxDeliveryCount", 1, 2000, defaults.maxDeliveryCount()),
                duration(
                        properties,
                        "DefaultMessageTimeToLive",
                        Duration.ofSeconds(1),
                        QueueConfig.FOREVER,
                        defaults.defaultTimeToLive()),
                bool(properties, "DeadLetteringOnMessageExpiration"),
                duplicateWindow(properties),
                bool(properties, "RequiresSession"),
                integer(properties, "MaxMessageSizeInKilobytes", 1, 102_400, 256) * QueueConfig.KIBIBYTE,
                integer(properties, "MaxSizeInMegabytes", 1, 81_920, 1024) * QueueConfig.MEBIBYTE);
    }

    private static Duration duplicateWindow(ConfigNode properties) {
        Duration window = duration(
                properties,
                "DuplicateDetectionHistoryTimeWindow",
                Duration.ofSeconds(20),
                Duration.ofDays(7),
                Duration.ofMinutes(10));
        return bool(properties, "RequiresDuplicateDetection") ? window : Duration.ZERO;
    }

    private static void checkLogging(ConfigNode logging) {
        if (logging.has("Type")
                && !Set.of("File", "Console").contains(logging.get("Type").text())) {
            throw logging.get("Type").refused("allowed: File, Console");
        }
    }

    private static void refuseForwarding(ConfigNode properties, String key) {
        if (properties.has(key) && !properties.get(key).text().isEmpty()) {
            throw properties.get(key).refused("forwarding is not emulated; leave it empty");
        }
    }

    private static boolean bool(ConfigNode node, String key) {
        return node.has(key) && node.get(key).bool();
    }

    private static int integer(ConfigNode node, String key, int least, int most, int otherwise) {
        return node.has(key) ? node.get(key).integer(least, most) : otherwise;
    }

    private static Duration duration(ConfigNode node, String key, Duration least, Duration most, Duration otherwise) {
        return node.has(key) ? node.get(key).duration(least, most) : otherwise;
    }

    private static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }
}
