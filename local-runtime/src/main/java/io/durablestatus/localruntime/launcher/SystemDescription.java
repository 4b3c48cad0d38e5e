package io.durablestatus.localruntime.launcher;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the launcher starts, as {@code system.json} says it. Paths are relative to that file. Values of settings may hold
 * the placeholders of {@link Placeholders}.
 */
record SystemDescription(Servicebus servicebus, Redis redis, Functionhost functionhost, Web web) {
    /** @param config the broker's queues, in the official emulator's format */
    record Servicebus(Path config, int port, List<String> jvm) {}

    record Redis(int port, List<String> jvm) {}

    /**
     * @param packageFolder the staged function package
     * @param settings app settings, given to the host as environment variables like Azure does
     */
    record Functionhost(Path packageFolder, int port, int grpcPort, Map<String, String> settings, List<String> jvm) {}

    /**
     * @param listening what the app writes to its log once it has its port. why: until then another process may have taken
     *     that port, and would answer in its place
     * @param ready path that answers 200 when the app can serve
     */
    record Web(Path jar, String listening, String ready, Map<String, String> environment, List<String> jvm) {}

    /** @throws StartFailure if the file, or something it names, is missing or unreadable */
    static SystemDescription read(Path file) {
        SystemDescription raw;
        try {
            raw = new ObjectMapper().readValue(file.toFile(), SystemDescription.class);
        } catch (JacksonException e) {
            throw new StartFailure(file + " is no description of a system: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new StartFailure("Cannot read " + file + ". Name the system's description with --system.", e);
        }
        return raw.resolvedAgainst(file.toAbsolutePath().normalize().getParent(), file);
    }

    private SystemDescription resolvedAgainst(Path folder, Path file) {
        if (servicebus == null || redis == null || functionhost == null || web == null) {
            throw new StartFailure(file + " must describe servicebus, redis, functionhost and web.");
        }
        return new SystemDescription(
                new Servicebus(
                        existing(folder, servicebus.config, "The broker's configuration", "Check " + file),
                        servicebus.port,
                        servicebus.jvm),
                redis,
                new Functionhost(
                        existing(
                                folder,
                                functionhost.packageFolder,
                                "The staged function package",
                                "Build it: ./mvnw package -DskipTests"),
                        functionhost.port,
                        functionhost.grpcPort,
                        functionhost.settings,
                        functionhost.jvm),
                new Web(
                        existing(folder, web.jar, "The web app", "Build it: ./mvnw package -DskipTests"),
                        web.listening,
                        web.ready,
                        web.environment,
                        web.jvm));
    }

    private static Path existing(Path folder, Path path, String what, String remedy) {
        Path resolved = folder.resolve(path).normalize();
        if (!Files.exists(resolved)) {
            throw new StartFailure(what + " is not there: " + resolved + ". " + remedy + ".");
        }
        return resolved;
    }
}
