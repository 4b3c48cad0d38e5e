package io.durablestatus.web.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.SessionId;
import io.durablestatus.web.config.WebConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Client of the durable extension's HTTP management API ({@code /runtime/webhooks/durabletask}, extension 3.x). The
 * system key travels in a header, so that it stays out of URLs and access logs. Every call ends within the configured
 * time, body included.
 */
@Singleton
public class DurableApi {
    private static final int CONNECTIONS = 64;
    private static final String CONTINUATION = "x-ms-continuation-token";

    private final HttpClient http;
    private final InstanceJson instances;
    private final ObjectMapper mapper;
    private final InstantSource clock;
    private final WebConfig.DurableApi config;
    private final String base;
    private final SharedReads<String, Boolean> probes = new SharedReads<>();
    private volatile Instant listAnsweredAt = Instant.EPOCH;

    public DurableApi(Vertx vertx, ObjectMapper mapper, InstantSource clock, WebConfig config) {
        this.config = config.durableApi();
        this.base = this.config.url().toString().replaceAll("/+$", "");
        this.mapper = mapper;
        this.instances = new InstanceJson(mapper);
        this.clock = clock;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setDecompressionSupported(true)
                .setConnectTimeout(Math.toIntExact(this.config.timeout().toMillis())));
    }

    /** Asks for one instance; never fails, an engine that cannot be asked is an answer too. */
    Uni<EngineAnswer> instance(String instanceId) {
        return get("/instances/" + instanceId + "?showInput=false", null)
                .map(this::answer)
                .onFailure()
                .recoverWithItem(failure -> new EngineAnswer.Unreachable(failure.toString()));
    }

    private EngineAnswer answer(Reply reply) {
        return switch (reply.status()) {
            case 200, 202 -> new EngineAnswer.Found(instances.read(reply.body().getBytes()));
            case 404 -> new EngineAnswer.Missing();
            default -> new EngineAnswer.Unreachable(reply.refusal());
        };
    }

    /** Whether the engine answers list calls now or did within the life of a proof; never fails. */
    Uni<Boolean> answersLists() {
        return Uni.createFrom()
                .deferred(() -> isFresh(listAnsweredAt)
                        ? Uni.createFrom().item(true)
                        : Uni.createFrom()
                                .completionStage(() -> probes.read("", () -> probe().subscribeAsCompletionStage())));
    }

    /** Also false for a time in the future, which a clock that was set back leaves behind. */
    private boolean isFresh(Instant proof) {
        Instant now = clock.instant();
        return !now.isBefore(proof) && now.isBefore(proof.plus(StateTable.PROOF_LIFE));
    }

    private Uni<Boolean> probe() {
        return Uni.createFrom().deferred(() -> {
            // why: the moment of asking, not of the answer, is what the proof may rest on.
            Instant asked = clock.instant();
            return get("/instances?showInput=false&top=1", null)
                    .map(reply -> {
                        boolean answered = reply.status() == 200;
                        if (answered) {
                            listAnsweredAt = asked;
                        }
                        return answered;
                    })
                    .onFailure()
                    .recoverWithItem(false);
        });
    }

    /** The jobs of a session that have an instance; fails when the engine does not answer. */
    Uni<Set<JobId>> jobs(SessionId session) {
        return jobs("/instances?showInput=false&top=100&instanceIdPrefix=" + session + "-", null, new HashSet<>());
    }

    private Uni<Set<JobId>> jobs(String path, String continuation, Set<JobId> found) {
        return get(path, continuation).chain(reply -> {
            if (reply.status() != 200) {
                return Uni.createFrom().failure(new IOException(reply.refusal()));
            }
            collect(reply.body(), found);
            return reply.continuation() == null || reply.continuation().isEmpty()
                    ? Uni.createFrom().item(found)
                    : jobs(path, reply.continuation(), found);
        });
    }

    private void collect(Buffer body, Set<JobId> found) {
        try {
            for (JsonNode instance : mapper.readTree(body.getBytes())) {
                JobId.parse(instance.path("instanceId").asText()).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The engine's list is not JSON", e);
        }
    }

    private record Reply(int status, String continuation, Buffer body) {
        String refusal() {
            return status == 401 || status == 403
                    ? "the durable API answered " + status + ": check DURABLE_API_KEY and the IP rules"
                    : "the durable API answered " + status;
        }
    }

    private Uni<Reply> get(String path, String continuation) {
        Duration limit = config.timeout();
        return Uni.createFrom()
                .completionStage(() -> {
                    RequestOptions options =
                            new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(base + path);
                    config.key().ifPresent(key -> options.putHeader(Names.DURABLE_KEY_HEADER, key));
                    if (continuation != null) {
                        options.putHeader(CONTINUATION, continuation);
                    }
                    options.setTimeout(limit.toMillis());
                    return http.request(options)
                            .compose(request -> request.send())
                            .compose(response -> response.body()
                                    .map(body ->
                                            new Reply(response.statusCode(), response.getHeader(CONTINUATION), body)))
                            .toCompletionStage();
                })
                // why: a kept connection may be closed by the other side at any moment; reading again is harmless.
                .onFailure(HttpClosedException.class)
                .retry()
                .atMost(1)
                .ifNoItem()
                .after(limit)
                .fail();
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
