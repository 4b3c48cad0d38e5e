package io.durablestatus.localruntime.redis;

import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a Redis until the process is told to stop. */
@Command(
        name = "redis",
        mixinStandardHelpOptions = true,
        description = "A real redis-server on the loopback interface, append-only file on.")
public final class RedisCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "6379", description = "TCP port; 0 takes any free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--data", required = true, description = "Folder of the append-only file.")
    private Path data;

    @Override
    public Integer call() {
        RedisEmulator redis = RedisEmulator.start(new RedisSettings(port, data));
        Runtime.getRuntime().addShutdownHook(new Thread(redis::close, "redis-stop"));
        System.out.println("ready redis " + redis.url());
        int code = redis.ended().join();
        // why: Ctrl-C reaches the server as well as this process; it then ends by itself, with code 0.
        if (code != 0) {
            throw new StartFailure("Redis ended by itself with code " + code + ". Start this command again.");
        }
        return 0;
    }
}
