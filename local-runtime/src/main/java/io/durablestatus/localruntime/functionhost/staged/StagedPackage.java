package io.durablestatus.localruntime.functionhost.staged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that the functions plugin stages and that would be uploaded.
 *
 * @param jars the app's own jars first, then those of its lib folder
 */
public record StagedPackage(
        Path folder, AppSettings settings, HostJson host, List<StagedFunction> functions, List<Path> jars) {
    static final String REBUILD = "Build the package again: ./mvnw package";

    /**
     * @param environment of the process
     * @param added settings that win over all others
     * @throws StartFailure saying in one line what is missing or wrong
     */
    public static StagedPackage read(Path folder, Map<String, String> environment, Map<String, String> added) {
        Path hostJson = folder.resolve("host.json");
        if (!Files.isRegularFile(hostJson)) {
            throw new StartFailure("There is no staged function package in " + folder.toAbsolutePath()
                    + " (no host.json). Run ./mvnw package first, or name its folder with --package.");
        }
        AppSettings settings = AppSettings.read(folder.resolve("local.settings.json"), environment, added);
        HostJson host = HostJson.read(hostJson, settings, Runtime.getRuntime().availableProcessors());
        List<StagedFunction> functions = functions(folder, settings);
        if (functions.isEmpty()) {
            throw new StartFailure("The package in " + folder + " has no function (no */function.json). " + REBUILD);
        }
        return new StagedPackage(folder, settings, host, functions, jars(folder, functions));
    }

    private static List<StagedFunction> functions(Path folder, AppSettings settings) {
        List<StagedFunction> functions = new ArrayList<>();
        for (Path child : list(folder)) {
            Path file = child.resolve("function.json");
            if (Files.isRegularFile(file)) {
                ObjectNode content = JsonFile.read(file);
                String name = child.getFileName().toString();
                if (!disabled(name, content, settings)) {
                    functions.add(function(name, file, content, settings));
                }
            }
        }
        return functions;
    }

    private static boolean disabled(String name, ObjectNode content, AppSettings settings) {
        // why two: a name with dots cannot be exported by a shell.
        return content.path("disabled").asBoolean(false)
                || settings.find("AzureWebJobs." + name + ".Disabled")
                        .or(() -> settings.find("AzureWebJobs_" + name + "_Disabled"))
                        .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                        .isPresent();
    }

    private static StagedFunction function(String name, Path file, ObjectNode content, AppSettings settings) {
        String entryPoint = content.path("entryPoint").asText("");
        if (entryPoint.indexOf('.') < 0) {
            throw new StartFailure(file + ": entryPoint must be class.method, not '" + entryPoint + "'. " + REBUILD);
        }
        Path jar = file.resolveSibling(content.path("scriptFile").asText("")).normalize();
        if (!Files.isRegularFile(jar)) {
            throw new StartFailure(file + " names the jar " + jar + ", which is not there. " + REBUILD);
        }
        List<Binding> bindings = new ArrayList<>();
        for (JsonNode entry : content.path("bindings")) {
            if (!(entry instanceof ObjectNode binding)) {
                throw new StartFailure(file + ": every entry of bindings must be an object. " + REBUILD);
            }
            bindings.add(binding(name, binding, settings));
        }
        return new StagedFunction(name, jar, entryPoint, List.copyOf(bindings));
    }

    private static Binding binding(String function, ObjectNode entry, AppSettings settings) {
        String parameter = entry.path("name").asText("");
        ObjectNode resolved = entry.deepCopy();
        entry.properties().stream()
                .filter(field -> field.getValue().isTextual())
                .forEach(field -> {
                    String where = "Function '" + function + "', binding '" + parameter + "', " + field.getKey();
                    resolved.set(
                            field.getKey(),
                            new TextNode(settings.resolve(field.getValue().textValue(), where)));
                });
        return new Binding(
                parameter,
                entry.path("type").asText(""),
                entry.path("direction").asText("in").toLowerCase(Locale.ROOT).equals("out"),
                resolved);
    }

    private static List<Path> jars(Path folder, List<StagedFunction> functions) {
        Stream<Path> own = functions.stream().map(StagedFunction::jar).distinct();
        Path lib = folder.resolve("lib");
        Stream<Path> libraries = Files.isDirectory(lib)
                ? list(lib).stream().filter(file -> file.toString().endsWith(".jar"))
                : Stream.empty();
        return Stream.concat(own, libraries).toList();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
