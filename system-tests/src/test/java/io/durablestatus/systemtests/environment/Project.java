package io.durablestatus.systemtests.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's folders, as a test of this module sees them. */
public final class Project {
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    public static final Path SYSTEM = ROOT.resolve("local-runtime/system.json");
    public static final Path LOCAL_RUNTIME = ROOT.resolve("local-runtime/target/local-runtime.jar");

    private Project() {}

    /** why not the system's temporary folder: the logs of a failed run stay until the next clean. */
    public static Path newDataFolder(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/systems")), name + "-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
