package io.durablestatus.systemtests.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files under test lie, whichever folder the tests run in. */
final class Repository {
    private Repository() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("infra/main.bicep"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static List<Path> bicepFiles() throws IOException {
        try (Stream<Path> paths = Files.walk(root().resolve("infra"))) {
            return paths.filter(path -> path.toString().endsWith(".bicep"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> scriptsAndPipelines() throws IOException {
        try (Stream<Path> scripts = Files.list(root().resolve("infra/scripts"));
                Stream<Path> pipelines = Files.list(root().resolve(".github/workflows"))) {
            return Stream.concat(Stream.concat(scripts, pipelines), Stream.of(root().resolve("azure.yaml")))
                    .toList();
        }
    }
}
