package io.durablestatus.localruntime.functionhost.staged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One entry of {@code bindings} in a function.json.
 *
 * @param name of the parameter, or {@code $return}
 * @param type such as {@code serviceBusTrigger}
 * @param settings the whole entry, {@code %Setting%} references already replaced
 */
public record Binding(String name, String type, boolean output, ObjectNode settings) {
    public boolean isTrigger() {
        return type.endsWith("Trigger");
    }

    /** A setting as text; empty when absent or blank. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(settings.get(key))
                .filter(value -> !value.isNull())
                .map(value -> value.asText().strip())
                .filter(value -> !value.isEmpty());
    }

    public boolean flag(String key, boolean otherwise) {
        return text(key).map(Boolean::parseBoolean).orElse(otherwise);
    }
}
