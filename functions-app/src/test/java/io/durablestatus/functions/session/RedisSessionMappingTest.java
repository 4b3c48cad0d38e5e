package io.durablestatus.functions.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.RedisKeys;
import io.durablestatus.contracts.Timings;
import io.durablestatus.functions.Jobs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

class RedisSessionMappingTest {
    private static RedisServer server;
    private static RedisClient client;
    private static RedisCommands<String, String> redis;

    private final JobId jobId = Jobs.submittedAt(Instant.parse("2026-01-01T12:00:00Z"));
    private final JobId otherJob = Jobs.submittedAt(Instant.parse("2026-01-01T13:00:00Z"));
    private final String key = RedisKeys.session(jobId.sessionId());
    private final RedisSessionMapping mapping = new RedisSessionMapping(url(server));

    @BeforeAll
    static void startRedis() throws IOException {
        server = start(freePort());
        client = RedisClient.create(url(server));
        redis = client.connect().sync();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        client.shutdown();
        server.stop();
    }

    @AfterEach
    void clean() {
        mapping.close();
        redis.flushall();
    }

    @Test
    void the_tuple_is_in_the_sessions_hash_and_the_hash_expires_with_the_jobs_status() {
        assertThat(mapping.register(jobId, jobId.value())).isTrue();
        assertThat(mapping.register(otherJob, "another-instance")).isTrue();

        assertThat(redis.hgetall(key))
                .containsOnly(
                        java.util.Map.entry(jobId.value(), jobId.value()),
                        java.util.Map.entry(otherJob.value(), "another-instance"));
        assertThat(redis.ttl(key)).isBetween(Timings.RETENTION.toSeconds() - 5, Timings.RETENTION.toSeconds());
    }

    @Test
    void what_the_web_app_wrote_on_submit_is_replaced() {
        redis.hset(key, jobId.value(), "");
        mapping.register(jobId, jobId.value());
        mapping.register(jobId, jobId.value());

        assertThat(redis.hgetall(key)).containsExactly(java.util.Map.entry(jobId.value(), jobId.value()));
    }

    @Test
    void whoever_watches_the_session_gets_a_hint_after_the_tuple_is_there() throws InterruptedException {
        BlockingQueue<String> hints = new LinkedBlockingQueue<>();
        try (StatefulRedisPubSubConnection<String, String> watcher = client.connectPubSub()) {
            watcher.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    hints.add(message);
                }
            });
            watcher.sync().subscribe(RedisKeys.changes(jobId.sessionId()));

            mapping.register(jobId, jobId.value());

            assertThat(hints.poll(5, TimeUnit.SECONDS)).isEqualTo(jobId.value());
            assertThat(redis.hexists(key, jobId.value())).isTrue();
        }
    }

    @Test
    void a_redis_that_is_not_there_is_false_and_when_it_comes_it_is_used() throws IOException {
        int port = freePort();
        try (RedisSessionMapping early = new RedisSessionMapping("redis://127.0.0.1:" + port)) {
            assertThat(early.register(jobId, jobId.value())).isFalse();

            RedisServer late = start(port);
            try {
                assertThat(early.register(jobId, jobId.value())).isTrue();
            } finally {
                late.stop();
            }
            assertThat(early.register(jobId, jobId.value())).isFalse();
        }
    }

    @Test
    @Timeout(10)
    void a_redis_that_accepts_but_never_answers_is_false_after_two_seconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RedisSessionMapping slow = new RedisSessionMapping("redis://127.0.0.1:" + silent.getLocalPort())) {
            long start = System.nanoTime();

            assertThat(slow.register(jobId, jobId.value())).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    private static RedisServer start(int port) throws IOException {
        RedisServer redisServer = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        redisServer.start();
        return redisServer;
    }

    private static String url(RedisServer server) {
        return "redis://127.0.0.1:" + server.ports().get(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
