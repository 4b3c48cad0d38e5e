package io.durablestatus.localruntime.functionhost;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Stages the sample app in a folder, in the form the functions plugin gives it. */
final class StagedApp {
    /** What an app with durabletask-azure-functions has in its lib folder; the functions library itself the plugin leaves out. */
    private static final Pattern LIBRARIES = Pattern.compile(
            "(durabletask|grpc|protobuf|proto-google|perfmark|guava|failureaccess"
                    + "|jackson|opentelemetry|gson|annotations-api|android-annotations|error_prone_annotations).*\\.jar");

    private static final String SAMPLE = "io.durablestatus.localruntime.functionhost.sample.";

    private final Path folder;

    StagedApp(Path folder) {
        this.folder = folder;
        folder.toFile().mkdirs();
        host("{\"version\":\"2.0\"}");
        write("local.settings.json", "{\"IsEncrypted\":false,\"Values\":{\"SAMPLE_SETTING\":\"from-file\"}}");
        jar();
        libraries();
    }

    /** With the sample's orchestrators and activities. */
    static StagedApp withDurableFunctions(Path folder) {
        StagedApp app = new StagedApp(folder);
        app.orchestrator("Greet", "greet").orchestrator("Tell", "tell").orchestrator("Throw", "fail");
        app.orchestrator("Wait", "waitForEvent");
        app.activity("Say", "say", "city")
                .activity("TakeText", "text", "text")
                .activity("TakeNumber", "number", "number");
        app.activity("TakeCities", "cities", "cities").activity("TakeRecord", "record", "point");
        app.activity("TakeTime", "time", "stamp").activity("GiveNothing", "nothing", "city");
        app.activity("GiveCity", "city", "name").activity("Fail", "fail", "text");
        app.activity("Surroundings", "surroundings", "text");
        return app.function(
                "Peek",
                "Activities.peek",
                "{'type':'activityTrigger','direction':'in','name':'text'}",
                "{'type':'durableClient','direction':'in','name':'durable'}");
    }

    Path folder() {
        return folder;
    }

    StagedApp host(String json) {
        return write("host.json", json);
    }

    StagedApp orchestrator(String name, String method) {
        return function(
                name,
                "Orchestrators." + method,
                "{'type':'orchestrationTrigger','direction':'in','name':'ctx','dataType':'string'}");
    }

    StagedApp activity(String name, String method, String parameter) {
        return function(
                name, "Activities." + method, "{'type':'activityTrigger','direction':'in','name':'" + parameter + "'}");
    }

    /** @param bindings with single quotes */
    StagedApp function(String name, String entryPoint, String... bindings) {
        String json = "{'scriptFile':'../sample.jar','entryPoint':'" + SAMPLE + entryPoint + "','bindings':["
                + String.join(",", bindings) + "]}";
        return write(name + "/function.json", json.replace('\'', '"'));
    }

    StagedApp write(String file, String content) {
        try {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void jar() {
        String path = SAMPLE.replace('.', '/');
        try (OutputStream file = Files.newOutputStream(folder.resolve("sample.jar"));
                JarOutputStream jar = new JarOutputStream(file);
                Stream<Path> classes = Files.list(Path.of(testClasses()).resolve(path))) {
            for (Path compiled : classes.toList()) {
                jar.putNextEntry(new ZipEntry(path + compiled.getFileName()));
                jar.write(Files.readAllBytes(compiled));
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI testClasses() {
        try {
            return StagedApp.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void libraries() {
        List<Path> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(jar -> LIBRARIES
                        .matcher(jar.getFileName().toString().toLowerCase(Locale.ROOT))
                        .matches())
                .toList();
        try {
            Path lib = Files.createDirectory(folder.resolve("lib"));
            for (Path jar : jars) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
