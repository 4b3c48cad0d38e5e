package io.durablestatus.localruntime.functionhost.staged;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * host.json as the real host reads it: texts by path, names without case, each overridden by the app setting {@code
 * AzureFunctionsJobHost__path__to__it}.
 */
final class HostConfiguration {
    private static final String SEPARATOR = ":";
    private static final String OVERRIDE = "AzureFunctionsJobHost:";

    private final Path file;
    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @throws StartFailure when the file is no JSON object */
    HostConfiguration(Path file, AppSettings settings) {
        this.file = file;
        add("", JsonFile.read(file));
        settings.all().forEach((name, value) -> {
            String path = name.replace("__", SEPARATOR);
            if (path.regionMatches(true, 0, OVERRIDE, 0, OVERRIDE.length())) {
                values.put(path.substring(OVERRIDE.length()), value);
            }
        });
    }

    private void add(String path, JsonNode node) {
        if (node.isObject()) {
            String prefix = path.isEmpty() ? "" : path + SEPARATOR;
            node.properties().forEach(property -> add(prefix + property.getKey(), property.getValue()));
        } else if (node.isValueNode()) {
            values.put(path, node.isNull() ? "" : node.asText());
        }
    }

    /** Empty when absent or blank. */
    Optional<String> find(String path) {
        return Optional.ofNullable(values.get(path)).map(String::strip).filter(text -> !text.isEmpty());
    }

    StartFailure wrong(String path, String mustBe) {
        return new StartFailure(file + ": " + path.substring(path.lastIndexOf(SEPARATOR) + 1) + " is "
                + values.get(path) + "; it must be " + mustBe + ".");
    }
}
