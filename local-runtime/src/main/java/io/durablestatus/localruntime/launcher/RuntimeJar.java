package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.StartFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of this same JDK and this same jar. */
final class RuntimeJar {
    private static final String NAME = "local-runtime.jar";

    private RuntimeJar() {}

    /** The command line of one of the jar's own commands. */
    static List<String> command(List<String> jvm, List<String> arguments) {
        List<String> command = java(jvm, locate());
        command.addAll(arguments);
        return command;
    }

    /** The command line of a jar. */
    static List<String> java(List<String> jvm, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    /** why: in a Maven build this class may be loaded from target/classes; the jar with its libraries is beside that. */
    private static Path locate() {
        Path origin;
        try {
            origin = Path.of(RuntimeJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        Path jar = Files.isDirectory(origin) ? origin.resolveSibling(NAME) : origin;
        if (!Files.exists(jar) || !Files.isDirectory(jar.resolveSibling("lib"))) {
            throw new StartFailure(jar + " and its lib folder are not there. Build them: ./mvnw package -DskipTests");
        }
        return jar;
    }
}
