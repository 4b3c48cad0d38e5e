package io.durablestatus.web.session;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.RedisKeys;
import io.durablestatus.contracts.SessionId;
import io.durablestatus.contracts.Timings;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.hash.ReactiveHashCommands;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** One hash per session, job id to instance id, or to the empty text while the job is queued. */
@Singleton
public class RedisSessionIndex implements SessionIndex {
    /** Above a healthy Redis by far, below what a reader of a status should wait for an index. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final String QUEUED = "";

    private static final String WRITE = """
            redis.call(ARGV[1], KEYS[1], ARGV[2], ARGV[3])
            return redis.call('EXPIRE', KEYS[1], ARGV[4])
            """;

    private final ReactiveRedisDataSource redis;
    private final ReactiveHashCommands<String, String, String> hashes;

    public RedisSessionIndex(ReactiveRedisDataSource redis) {
        this.redis = redis;
        this.hashes = redis.hash(String.class);
    }

    @Override
    public Uni<Mapping> find(JobId jobId) {
        return limited(hashes.hget(key(jobId), jobId.value()))
                .map(instance ->
                        instance == null || instance.equals(QUEUED) ? new Mapping.None() : new Mapping.To(instance));
    }

    @Override
    public Uni<Set<JobId>> jobs(SessionId session) {
        return limited(hashes.hkeys(RedisKeys.session(session)))
                .map(fields -> fields.stream()
                        .flatMap(field -> JobId.parse(field).stream())
                        .collect(Collectors.toSet()));
    }

    @Override
    public Uni<Void> noteQueued(JobId jobId) {
        return write("HSETNX", jobId, QUEUED);
    }

    @Override
    public Uni<Void> noteInstance(JobId jobId, String instanceId) {
        return write("HSET", jobId, instanceId);
    }

    @Override
    public Uni<Void> forget(SessionId session, Collection<JobId> jobs) {
        return limited(hashes.hdel(
                        RedisKeys.session(session),
                        jobs.stream().map(JobId::value).toArray(String[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> ping() {
        return limited(redis.execute("PING")).replaceWithVoid();
    }

    /**
     * Field and expiry in one command, so that a crash between them leaves no key without an end. No transaction: one
     * that runs out of time goes back to the pool half done, and poisons its connection.
     */
    private Uni<Void> write(String command, JobId jobId, String value) {
        String seconds = Long.toString(Timings.RETENTION.toSeconds());
        return limited(redis.execute("EVAL", WRITE, "1", key(jobId), command, jobId.value(), value, seconds))
                .replaceWithVoid();
    }

    private static String key(JobId jobId) {
        return RedisKeys.session(jobId.sessionId());
    }

    private static <T> Uni<T> limited(Uni<T> command) {
        return command.ifNoItem().after(LIMIT).fail();
    }
}
