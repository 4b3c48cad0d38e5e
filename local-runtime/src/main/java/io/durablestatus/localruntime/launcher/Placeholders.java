package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.StartFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values one part of the system gives to the next: {@code ${servicebus}}, {@code ${redis}}, {@code ${durableApi}},
 * {@code ${durableKey}}, {@code ${webPort}}.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final Map<String, String> values = new LinkedHashMap<>();

    void put(String name, String value) {
        values.put(name, value);
    }

    /** @throws StartFailure if a value names something unknown, or known only later */
    Map<String, String> fill(Map<String, String> settings) {
        Map<String, String> filled = new LinkedHashMap<>();
        settings.forEach((name, value) -> filled.put(name, fill(name, value)));
        return filled;
    }

    private String fill(String name, String value) {
        return PLACEHOLDER.matcher(value).replaceAll(match -> {
            String known = values.get(match.group(1));
            if (known == null) {
                throw new StartFailure("The setting " + name + " names ${" + match.group(1)
                        + "}, which is unknown there. Known: " + values.keySet() + ".");
            }
            return Matcher.quoteReplacement(known);
        });
    }
}
