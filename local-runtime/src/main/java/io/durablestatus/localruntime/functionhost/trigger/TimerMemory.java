package io.durablestatus.localruntime.functionhost.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Azure keeps in a blob for each monitored timer: when it last ran and is due next, so that a time missed while the host
 * was down is made up for once. A file that cannot be read or written costs no more than that.
 */
final class TimerMemory {
    private static final Logger LOG = LoggerFactory.getLogger(TimerMemory.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** @param last null before the first run */
    record Times(Instant last, Instant next) {}

    private final Path file;

    /** @param folder null to keep nothing */
    TimerMemory(Path folder, String function) {
        this.file = folder == null ? null : folder.resolve(function + ".json");
    }

    Optional<Times> recall() {
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = MAPPER.readTree(Files.readString(file));
            JsonNode last = json.path("Last");
            return Optional.of(new Times(
                    last.isTextual() ? Instant.parse(last.textValue()) : null,
                    Instant.parse(json.path("Next").asText())));
        } catch (IOException | DateTimeException e) {
            LOG.warn("The timer's file {} cannot be read; a missed run is not made up for: {}", file, e.toString());
            return Optional.empty();
        }
    }

    void keep(Times times) {
        if (file == null) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            ObjectNode json = MAPPER.createObjectNode();
            json.put("Last", times.last() == null ? null : times.last().toString());
            json.put("Next", times.next().toString());
            Path draft = file.resolveSibling(file.getFileName() + ".tmp");
            Files.writeString(draft, json.toString());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("The timer's file {} cannot be written: {}", file, e.toString());
        }
    }
}
