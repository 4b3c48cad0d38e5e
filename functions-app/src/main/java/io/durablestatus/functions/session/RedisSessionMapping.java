package io.durablestatus.functions.session;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.RedisKeys;
import io.durablestatus.contracts.SessionId;
import io.durablestatus.contracts.Timings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The mapping in Redis, over one connection that is opened when first needed and again whenever it is lost. */
public final class RedisSessionMapping implements SessionMapping, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RedisSessionMapping.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** One script, so that the key never stands there without an expiry and the hint never comes before the field. */
    private static final String REGISTER = """
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            redis.call('EXPIRE', KEYS[1], ARGV[3])
            redis.call('PUBLISH', ARGV[4], ARGV[1])
            return 1
            """;

    private final RedisClient client;
    private final RedisURI uri;
    private CompletableFuture<StatefulRedisConnection<String, String>> connection;

    /** @param url redis://host:port or rediss://host:port; nothing is connected yet */
    public RedisSessionMapping(String url) {
        uri = RedisURI.create(url);
        client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                // why: a command that waits for a lost connection would outlive its caller's patience.
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                .build());
    }

    @Override
    public boolean register(JobId job, String instanceId) {
        CompletableFuture<Long> written =
                connection().thenCompose(open -> write(open, job, instanceId)).toCompletableFuture();
        try {
            written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "Redis did not take the mapping of " + job + "; its status is not affected");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static CompletionStage<Long> write(
            StatefulRedisConnection<String, String> open, JobId job, String instanceId) {
        SessionId session = job.sessionId();
        return open.async()
                .eval(
                        REGISTER,
                        ScriptOutputType.INTEGER,
                        new String[] {RedisKeys.session(session)},
                        job.value(),
                        instanceId,
                        Long.toString(Timings.RETENTION.toSeconds()),
                        RedisKeys.changes(session));
    }

    private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
        if (connection == null || connection.isCompletedExceptionally()) {
            connection = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        }
        return connection;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
