package io.durablestatus.localruntime.servicebus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One namespace.
 *
 * @param namespace its name, only told in logs
 * @param queues all queues that exist
 * @param ignoredTopics topics found in the file; they are not emulated, a link to one is refused
 * @param accessKey the key clients must sign with; empty accepts every token, as the official emulator does
 */
public record BrokerConfig(
        String namespace, List<QueueConfig> queues, List<String> ignoredTopics, Optional<SharedAccessKey> accessKey) {
    public BrokerConfig {
        queues = List.copyOf(queues);
        ignoredTopics = List.copyOf(ignoredTopics);
    }

    public static BrokerConfig of(QueueConfig... queues) {
        return new BrokerConfig("sbemulatorns", List.of(queues), List.of(), Optional.empty());
    }

    /**
     * Reads a {@code Config.json} as Microsoft's emulator takes it.
     *
     * @throws ConfigException when the file is missing, is no JSON, or holds an unknown key or a value out of range
     */
    public static BrokerConfig read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException(file.toString(), "no such file; name a Config.json with --config");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    /** As {@link #read(Path)}, from text. */
    public static BrokerConfig parse(String json) {
        return ConfigReader.read(json);
    }

    public BrokerConfig withAccessKey(SharedAccessKey key) {
        return new BrokerConfig(namespace, queues, ignoredTopics, Optional.of(key));
    }
}
