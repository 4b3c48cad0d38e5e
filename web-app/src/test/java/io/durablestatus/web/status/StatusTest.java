package io.durablestatus.web.status;

import static io.durablestatus.web.support.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.Timings;
import io.durablestatus.web.support.Browser;
import io.durablestatus.web.support.Jobs;
import io.durablestatus.web.support.WebAppTest;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusTest extends WebAppTest {
    private final Set<String> bodies = new HashSet<>();

    @Inject
    RedisDataSource redisData;

    @Test
    void a_job_is_followed_from_queued_to_completed() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        assertThat(state(browser, jobId)).isEqualTo("QUEUED");

        runs(jobId, 1, 3);
        JsonNode running = json(browser.job(jobId));
        assertThat(running.get("state").asText()).isEqualTo("RUNNING");
        assertThat(running.get("instanceId").asText()).isEqualTo(jobId.value());
        assertThat(running.get("progress").get("percent").asText()).isEqualTo("33.3");
        assertThat(running.get("progress").get("unit").asText()).isEqualTo("pairs");
        assertThat(running.get("progress").get("tiles").get("blocks").asInt()).isEqualTo(1);
        assertThat(running.get("finishedAt").isNull()).isTrue();

        completes(jobId);
        HttpResponse<String> response = browser.job(jobId);
        JsonNode done = json(response);
        assertThat(done.get("state").asText()).isEqualTo("COMPLETED");
        assertThat(done.get("progress").get("percent").asText()).isEqualTo("100.0");
        assertThat(done.get("links").get("result").asText()).isEqualTo("/api/jobs/" + jobId + "/result");
        assertThat(Instant.parse(done.get("finishedAt").asText()))
                .isEqualTo(jobId.submittedAt().plusMillis(150 + 1_234));
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void the_instance_found_is_noted_in_the_index() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        String key = "ds:{" + jobId.sessionId() + "}";
        redisData.key().del(key);
        runs(jobId, 1, 3);
        assertThat(state(browser, jobId)).isEqualTo("RUNNING");
        await().untilAsserted(() -> assertThat(redisData.hash(String.class).hget(key, jobId.value()))
                .isEqualTo(jobId.value()));
        assertThat(redisData.key().ttl(key)).isPositive();
    }

    @Test
    void the_instance_is_the_one_the_index_names() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        redisData.hash(String.class).hset("ds:{" + jobId.sessionId() + "}", jobId.value(), "another-instance");
        engine.put("another-instance", "Suspended", null, null);
        assertThat(json(browser.job(jobId)).get("instanceId").asText()).isEqualTo("another-instance");
        assertThat(state(browser, jobId)).isEqualTo("SUSPENDED");
    }

    @Test
    void an_unchanged_snapshot_is_a_304_and_a_changed_one_is_not() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        runs(jobId, 1, 3);
        HttpResponse<String> first = browser.job(jobId);
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(etag).matches("\"[^\"]+\"");
        HttpResponse<String> same = browser.job(jobId, "If-None-Match", "\"other\", " + etag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(etag);
        assertThat(same.headers().firstValue("Retry-After")).isPresent();
        runs(jobId, 2, 3);
        assertThat(browser.job(jobId, "If-None-Match", etag).statusCode()).isEqualTo(200);
    }

    @Test
    void every_404_is_the_same_to_the_byte() {
        Browser owner = browser();
        JobId jobId = owner.submitted();
        runs(jobId, 1, 3);
        Browser stranger = browser();
        JobId strangers = stranger.submitted();
        JobId future = Jobs.job(owner.token(), Instant.now().plus(Duration.ofMinutes(6)));
        JobId swapped = new JobId(jobId.value().substring(0, 54) + strangers.tag());
        int reads = engine.instanceReads();
        for (String path : List.of(
                "/api/jobs/" + strangers,
                "/api/jobs/" + swapped,
                "/api/jobs/" + future,
                "/api/jobs/" + jobId.value().toUpperCase(Locale.ROOT),
                "/api/jobs/x",
                "/api/jobs/" + jobId + "x",
                "/api/jobs/" + jobId + "-cancel",
                "/api/jobs/" + strangers + "/result",
                "/api/jobs/x/result")) {
            note(path, owner.get(path));
        }
        note("no cookie", browser().job(jobId));
        note("malformed cookie", browser().withCookie("abc").job(jobId));
        note("other cookie, result", stranger.get("/api/jobs/" + jobId + "/result"));
        assertThat(bodies).hasSize(1);
        assertThat(engine.instanceReads()).as("reads at the engine").isEqualTo(reads);
        problem(owner.get("/api/jobs/x"), 404, "job-not-found");
    }

    private void note(String what, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(what).isEqualTo(404);
        bodies.add(response.headers().map() + response.body());
    }

    @Test
    void an_id_the_owner_minted_himself_is_queued_then_lost() {
        Browser browser = browser();
        browser.submitted();
        JobId own = Jobs.job(browser.token(), Instant.now());
        assertThat(state(browser, own)).isEqualTo("QUEUED");
        clock.advance(Timings.DELAYED_AFTER.plusSeconds(1));
        assertThat(json(browser.job(own)).get("delayed").asBoolean()).isTrue();
        clock.advance(Timings.MESSAGE_TTL.plus(Timings.GRACE));
        JsonNode lost = json(browser.job(own));
        assertThat(lost.get("state").asText()).isEqualTo("FAILED");
        assertThat(lost.get("error").get("type").asText()).isEqualTo("/problems/message-lost");
        assertThat(browser.get("/problems/message-lost").statusCode()).isEqualTo(200);
    }

    @Test
    void a_failed_job_says_why() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        Problem problem = Problem.of(ProblemType.DEAD_LETTERED, "Given up after 10 deliveries.");
        engine.put(
                jobId.value(),
                "Failed",
                write(JobProgress.rejected(problem, Instant.parse("2026-11-22T10:00:00.123Z"))),
                "\"java.lang.RuntimeException: secret\"");
        HttpResponse<String> response = browser.job(jobId);
        assertThat(json(response).get("state").asText()).isEqualTo("FAILED");
        assertThat(json(response).get("error").get("detail").asText()).isEqualTo("Given up after 10 deliveries.");
        assertThat(json(response).get("progress").get("percent").asText()).isEqualTo("0.0");
        assertThat(json(response).get("updatedAt").asText()).isEqualTo("2026-11-22T10:00:00.123Z");
        assertThat(response.body()).doesNotContain("secret");
        assertThat(browser.get("/problems/dead-lettered").statusCode()).isEqualTo(200);
    }

    @Test
    void past_retention_a_job_is_gone() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        completes(jobId);
        assertThat(state(browser, jobId)).isEqualTo("COMPLETED");
        clock.advance(Timings.RETENTION.plusSeconds(1));
        problem(browser.job(jobId), 410, "job-expired");
        problem(browser.get("/api/jobs/" + jobId + "/result"), 410, "job-expired");
    }

    @Test
    void an_engine_that_fails_leaves_the_last_known_state_and_nothing_known_is_a_503() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        runs(jobId, 1, 3);
        state(browser, jobId);
        JobId other = Jobs.job(browser.token(), Instant.now());
        engine.failWith(503);
        JsonNode last = json(browser.job(jobId));
        assertThat(last.get("state").asText()).isEqualTo("RUNNING");
        assertThat(last.get("degraded").asBoolean()).isTrue();
        HttpResponse<String> unknown = browser.job(other);
        problem(unknown, 503, "status-unavailable");
        assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
        engine.failWith(0);
        assertThat(json(browser.job(jobId)).get("degraded").asBoolean()).isFalse();
    }

    @Test
    void a_404_of_a_host_that_is_starting_or_has_lost_its_hub_takes_nothing_back() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        runs(jobId, 1, 3);
        state(browser, jobId);
        engine.reset();
        assertThat(json(browser.job(jobId)).get("degraded").asBoolean()).isTrue();
        assertThat(state(browser, jobId)).isEqualTo("RUNNING");

        JobId unknown = Jobs.job(browser.token(), Instant.now());
        engine.listsFail(true);
        clock.advance(StateTable.PROOF_LIFE.plusMillis(1));
        problem(browser.job(unknown), 503, "status-unavailable");
        engine.listsFail(false);
        assertThat(state(browser, unknown)).isEqualTo("QUEUED");
    }

    @Test
    void one_list_call_proves_many_jobs_queued_for_a_second() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        clock.advance(StateTable.PROOF_LIFE.plusMillis(1));
        IntStream.range(0, 5).forEach(i -> state(browser, jobId));
        int calls = engine.listCalls();
        assertThat(calls).isBetween(1, 4);
    }

    @Test
    void many_watchers_cost_few_reads_and_a_terminal_state_costs_none() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        runs(jobId, 1, 3);
        engine.hold();
        CompletableFuture<HttpResponse<String>> first = browser.getLater("/api/jobs/" + jobId);
        await().until(() -> engine.instanceReads() == 1);
        List<CompletableFuture<HttpResponse<String>>> watchers = IntStream.range(0, 50)
                .mapToObj(i -> browser.getLater("/api/jobs/" + jobId))
                .toList();
        engine.open();
        assertThat(first.join().statusCode()).isEqualTo(200);
        watchers.forEach(watcher -> assertThat(watcher.join().body()).contains("RUNNING"));
        assertThat(engine.instanceReads()).isLessThan(25);

        completes(jobId);
        state(browser, jobId);
        int reads = engine.instanceReads();
        assertThat(state(browser, jobId)).isEqualTo("COMPLETED");
        assertThat(engine.instanceReads()).isEqualTo(reads);
    }

    @Test
    void losing_redis_loses_no_status() throws IOException {
        Browser browser = browser();
        JobId queued = browser.submitted();
        JobId running = browser.submitted();
        runs(running, 1, 3);
        redis.stop();
        try {
            JsonNode status = json(browser.job(running));
            assertThat(status.get("state").asText()).isEqualTo("RUNNING");
            assertThat(status.get("degraded").asBoolean()).isTrue();
            assertThat(state(browser, queued)).isEqualTo("QUEUED");
        } finally {
            redis.start();
        }
        await().untilAsserted(() -> assertThat(
                        json(browser.job(running)).get("degraded").asBoolean())
                .isFalse());
    }

    private static String state(Browser browser, JobId jobId) {
        HttpResponse<String> response = browser.job(jobId);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response).get("state").asText();
    }
}
