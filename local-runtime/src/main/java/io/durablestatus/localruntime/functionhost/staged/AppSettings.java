package io.durablestatus.localruntime.functionhost.staged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The app settings: {@code Values} of local.settings.json, overridden by the environment, overridden by what the caller adds.
 * Names have no case, as in Azure on Windows and in configuration.
 */
public final class AppSettings {
    private static final Pattern REFERENCE = Pattern.compile("%([^%]+)%");

    private final Map<String, String> local = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> environment = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> added = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    AppSettings(Map<String, String> local, Map<String, String> environment, Map<String, String> added) {
        this.local.putAll(local);
        this.environment.putAll(environment);
        this.added.putAll(added);
    }

    /** @throws StartFailure when the file is encrypted or holds something else than text */
    static AppSettings read(Path file, Map<String, String> environment, Map<String, String> added) {
        Map<String, String> local = new LinkedHashMap<>();
        if (Files.exists(file)) {
            ObjectNode content = JsonFile.read(file);
            if (content.path("IsEncrypted").asBoolean(false)) {
                throw new StartFailure(file + " is encrypted; decrypt it with `func settings decrypt`.");
            }
            content.path("Values").properties().forEach(value -> {
                if (!value.getValue().isValueNode()) {
                    throw new StartFailure(file + ": the value of '" + value.getKey() + "' must be text.");
                }
                local.put(value.getKey(), value.getValue().asText());
            });
        }
        return new AppSettings(local, environment, added);
    }

    public Optional<String> find(String name) {
        String value = added.getOrDefault(name, environment.getOrDefault(name, local.get(name)));
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(local);
        all.putAll(environment);
        all.putAll(added);
        return all;
    }

    /** What functions must find in their environment: all that the process was not started with. */
    public Map<String, String> forEnvironment() {
        Map<String, String> missing = new TreeMap<>(local);
        missing.keySet().removeAll(environment.keySet());
        missing.putAll(added);
        return missing;
    }

    /**
     * Replaces each {@code %Setting%}.
     *
     * @param where for the message, such as {@code Function 'X', binding 'm', queueName}
     * @throws StartFailure when a setting is missing
     */
    String resolve(String text, String where) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String name = reference.group(1);
            return Matcher.quoteReplacement(find(name)
                    .orElseThrow(() -> new StartFailure(
                            where + " refers to the app setting '" + name + "', which is not set. " + howTo(name))));
        });
    }

    static String howTo(String name) {
        return "Set it in local.settings.json or in the environment (" + name + "=...).";
    }
}
