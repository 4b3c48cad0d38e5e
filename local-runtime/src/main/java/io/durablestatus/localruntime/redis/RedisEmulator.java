package io.durablestatus.localruntime.redis;

import io.durablestatus.localruntime.process.FolderLock;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A redis-server of its own process, on the loopback interface. Everything it acknowledged is in the append-only file: it
 * survives a kill of the server and of the process that started it.
 */
public final class RedisEmulator implements AutoCloseable {
    private final RedisServer server;
    private final FolderLock lock;

    private RedisEmulator(RedisServer server, FolderLock lock) {
        this.server = server;
        this.lock = lock;
    }

    /**
     * Returns once the server accepts connections.
     *
     * @throws StartFailure if the port or the data folder is in use, or no redis-server starts on this machine
     */
    public static RedisEmulator start(RedisSettings settings) {
        return start(settings, RedisBinary.candidates(settings.dataDir().toAbsolutePath()));
    }

    static RedisEmulator start(RedisSettings settings, List<RedisBinary> candidates) {
        Path dataDir = settings.dataDir().toAbsolutePath();
        FolderLock lock = FolderLock.take(dataDir);
        try {
            RedisServer.endLeftover(dataDir);
            return new RedisEmulator(start(candidates, settings.port(), dataDir), lock);
        } catch (IOException e) {
            lock.close();
            throw new StartFailure("Redis cannot write to " + dataDir + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static RedisServer start(List<RedisBinary> candidates, int port, Path dataDir) {
        List<String> reasons = new ArrayList<>();
        for (RedisBinary candidate : candidates) {
            try {
                return RedisServer.start(candidate.locate(), port, dataDir);
            } catch (IOException e) {
                reasons.add(e.getMessage());
            }
        }
        throw new StartFailure("Redis does not start: " + String.join("; ", reasons)
                + ". Install one (for example: apt install redis-server) so that redis-server is on the PATH.");
    }

    /** {@code redis://localhost:PORT}. */
    public String url() {
        return "redis://localhost:" + server.port();
    }

    /** Completes with the exit code when the server ends, whoever ended it. */
    CompletableFuture<Integer> ended() {
        return server.ended();
    }

    @Override
    public void close() {
        server.stop();
        lock.close();
    }
}
