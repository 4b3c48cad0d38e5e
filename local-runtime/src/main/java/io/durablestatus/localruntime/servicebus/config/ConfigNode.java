package io.durablestatus.localruntime.servicebus.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A JSON value that knows its path, so that every refusal can name it. */
record ConfigNode(String path, JsonNode value) {
    /** A member of this object, of which only the given keys are allowed. */
    ConfigNode onlyKeys(Set<String> allowed) {
        if (!value.isObject()) {
            throw refused("must be an object");
        }
        value.fieldNames().forEachRemaining(key -> {
            if (!allowed.contains(key)) {
                throw new ConfigException(path + "." + key, "unknown key; allowed here: " + String.join(", ", allowed));
            }
        });
        return this;
    }

    boolean has(String key) {
        return value.hasNonNull(key);
    }

    ConfigNode get(String key) {
        if (!has(key)) {
            throw new ConfigException(path + "." + key, "is missing");
        }
        return new ConfigNode(path + "." + key, value.get(key));
    }

    List<ConfigNode> items() {
        if (!value.isArray()) {
            throw refused("must be an array");
        }
        List<ConfigNode> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new ConfigNode(path + "[" + i + "]", value.get(i)));
        }
        return items;
    }

    String text() {
        if (!value.isTextual()) {
            throw refused("must be a string");
        }
        return value.textValue();
    }

    boolean bool() {
        if (!value.isBoolean()) {
            throw refused("must be true or false");
        }
        return value.booleanValue();
    }

    int integer(int least, int most) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw refused("must be a whole number from " + least + " to " + most);
        }
        int number = value.intValue();
        if (number < least || number > most) {
            throw refused(number + " is out of range; allowed: " + least + " to " + most);
        }
        return number;
    }

    Duration duration(Duration least, Duration most) {
        Duration duration;
        try {
            duration = Duration.parse(text());
        } catch (DateTimeParseException e) {
            throw refused("'" + text() + "' is no ISO 8601 duration such as PT1M");
        }
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw refused(duration + " is out of range; allowed: " + least + " to " + most);
        }
        return duration;
    }

    ConfigException refused(String problem) {
        return new ConfigException(path, problem);
    }
}
