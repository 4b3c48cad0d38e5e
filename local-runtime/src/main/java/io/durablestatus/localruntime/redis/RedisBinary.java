package io.durablestatus.localruntime.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A place where a redis-server may come from. */
interface RedisBinary {
    /** The executable file. Throws if there is none for this platform. */
    Path locate() throws IOException;

    /** The carried binary first: it is the same everywhere, and nothing need be installed. */
    static List<RedisBinary> candidates(Path dataDir) {
        return List.of(() -> carried(dataDir), RedisBinary::installed);
    }

    /** why: extracted into the data folder, because the library's temporary folders are never removed. */
    private static Path carried(Path dataDir) throws IOException {
        Path folder = dataDir.resolve("bin");
        Files.createDirectories(folder);
        try {
            return ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath();
        } catch (RuntimeException e) {
            throw new IOException("embedded-redis finds no binary for this platform (" + e.getMessage() + ")", e);
        }
    }

    private static Path installed() throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve("redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("no redis-server on the PATH"));
    }
}
