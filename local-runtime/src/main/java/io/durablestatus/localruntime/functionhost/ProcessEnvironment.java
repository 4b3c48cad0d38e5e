package io.durablestatus.localruntime.functionhost;

import io.durablestatus.localruntime.process.StartFailure;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes app settings visible to {@code System.getenv}, where functions read them in Azure. The JDK has no way to do it, so it
 * is done as the Java worker does it, by reflection; the jar's manifest opens java.util for it. Closing takes them out again.
 */
final class ProcessEnvironment implements AutoCloseable {
    private final Map<String, String> before = new HashMap<>();

    private ProcessEnvironment() {}

    /** @throws StartFailure when the JVM does not allow it and something has to be set */
    static ProcessEnvironment with(Map<String, String> settings) {
        ProcessEnvironment environment = new ProcessEnvironment();
        Map<String, String> missing = new TreeMap<>(settings);
        missing.entrySet().removeIf(entry -> entry.getValue().equals(System.getenv(entry.getKey())));
        if (missing.isEmpty()) {
            return environment;
        }
        try {
            Map<String, String> writable = writable();
            missing.forEach((name, value) -> environment.before.put(name, writable.put(name, value)));
            return environment;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new StartFailure(
                    "The app settings " + missing.keySet()
                            + " cannot be put into the functions' environment. Set them in "
                            + "the environment of this process, or start Java with "
                            + "--add-opens java.base/java.util=ALL-UNNAMED.",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // the map behind System.getenv() is one of strings, by its contract
    private static Map<String, String> writable() throws ReflectiveOperationException {
        Map<String, String> readable = System.getenv();
        Field behind = readable.getClass().getDeclaredField("m");
        behind.setAccessible(true);
        return (Map<String, String>) behind.get(readable);
    }

    @Override
    public void close() {
        if (before.isEmpty()) {
            return;
        }
        try {
            Map<String, String> writable = writable();
            before.forEach((name, value) -> {
                if (value == null) {
                    writable.remove(name);
                } else {
                    writable.put(name, value);
                }
            });
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("It could be written before", e);
        }
    }
}
