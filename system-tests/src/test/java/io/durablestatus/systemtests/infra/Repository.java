package io.durablestatus.systemtests.infra;

import java.nio.file.Files;
import java.nio.file.Path;

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
}
