package io.durablestatus.web.status;

import static io.durablestatus.web.support.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.contracts.JobId;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ListTest extends WebAppTest {
    @Inject
    RedisDataSource redisData;

    @Test
    void no_cookie_is_an_empty_list() {
        assertThat(browser().get("/api/jobs").body()).isEqualTo("{\"jobs\":[],\"next\":null}");
        assertThat(browser().withCookie("abc").get("/api/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void my_jobs_come_newest_first_in_pages_and_nobody_elses() {
        Browser browser = browser();
        browser().submitted();
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            submitted.add(0, browser.submitted().value());
        }
        submitted.sort(java.util.Comparator.reverseOrder());

        HttpResponse<String> first = browser.get("/api/jobs?limit=2");
        String next = json(first).get("next").asText();
        assertThat(first.headers().firstValue("Link")).contains("<" + next + ">; rel=\"next\"");
        HttpResponse<String> second = browser.get(next);
        assertThat(json(second).get("next").isNull()).isTrue();
        assertThat(second.headers().firstValue("Link")).isEmpty();
        List<String> listed = new ArrayList<>(ids(first));
        listed.addAll(ids(second));
        assertThat(listed).isEqualTo(submitted);
        problem(browser.get("/api/jobs?limit=0"), 400, "invalid-parameter");
        problem(browser().get("/api/jobs?after=x"), 400, "invalid-parameter");
    }

    @Test
    void a_flushed_index_is_mended_from_the_engine() {
        Browser browser = browser().with(Jobs.token());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            JobId jobId = Jobs.job(browser.token(), Instant.now().minusSeconds(i));
            runs(jobId, 1, 3);
            expected.add(jobId.value());
        }
        engine.put(expected.get(0) + "-cancel", "Completed", null, null);
        String key = "ds:{" + browser.token().sessionId() + "}";

        assertThat(ids(browser.get("/api/jobs"))).isEqualTo(expected);
        await().untilAsserted(() ->
                assertThat(redisData.hash(String.class).hkeys(key)).containsExactlyInAnyOrderElementsOf(expected));
        redisData.hash(String.class).hdel(key, expected.get(1), expected.get(2));
        assertThat(ids(browser.get("/api/jobs"))).isEqualTo(expected);
    }

    @Test
    void an_index_that_was_lost_and_written_again_hides_no_older_job() {
        Browser browser = browser().with(Jobs.token());
        JobId older = Jobs.job(browser.token(), Instant.now().minusSeconds(60));
        runs(older, 1, 3);

        JobId newer = browser.submitted();

        assertThat(ids(browser.get("/api/jobs"))).containsExactly(newer.value(), older.value());
        int asked = engine.listCalls();
        runs(newer, 1, 3);
        assertThat(ids(browser.get("/api/jobs"))).containsExactly(newer.value(), older.value());
        assertThat(engine.listCalls())
                .as("a whole list needs no second question")
                .isEqualTo(asked);
    }

    @Test
    void one_job_whose_status_cannot_be_told_hides_no_other() {
        Browser browser = browser().with(Jobs.token());
        JobId told = Jobs.job(browser.token(), Instant.now().minusSeconds(1));
        JobId purged = Jobs.job(browser.token(), Instant.now().minusSeconds(2));
        runs(told, 1, 3);
        String key = "ds:{" + browser.token().sessionId() + "}";
        redisData.hash(String.class).hset(key, purged.value(), purged.value());

        HttpResponse<String> response = browser.get("/api/jobs");

        assertThat(ids(response)).containsExactly(told.value());
        assertThat(json(response).get("unavailable")).hasSize(1);
        assertThat(json(response).get("unavailable").get(0).asText()).isEqualTo(purged.value());
        problem(browser.job(purged), 503, "status-unavailable");
        problem(browser.get("/api/jobs?after=" + told), 503, "status-unavailable");
    }

    @Test
    void without_redis_my_jobs_are_still_listed_and_say_degraded() throws IOException {
        Browser browser = browser();
        JobId queued = browser.submitted();
        JobId unknown = Jobs.job(browser.token(), queued.submittedAt().minusSeconds(1));
        runs(unknown, 1, 3);
        redis.stop();
        try {
            HttpResponse<String> response = browser.get("/api/jobs");
            assertThat(ids(response)).containsExactly(queued.value(), unknown.value());
            assertThat(json(response).get("jobs"))
                    .allSatisfy(
                            job -> assertThat(job.get("degraded").asBoolean()).isTrue());
            engine.failWith(500);
            problem(browser.get("/api/jobs"), 503, "status-unavailable");
        } finally {
            redis.start();
        }
    }

    @Test
    void jobs_past_retention_are_not_listed_and_leave_the_index() {
        Browser browser = browser();
        JobId old = browser.submitted();
        clock.advance(Timings.RETENTION.minus(Duration.ofMinutes(1)));
        JobId young = browser.submitted();
        assertThat(ids(browser.get("/api/jobs"))).containsExactly(young.value(), old.value());
        clock.advance(Duration.ofMinutes(2));
        assertThat(ids(browser.get("/api/jobs"))).containsExactly(young.value());
        await().untilAsserted(() -> assertThat(redisData.hash(String.class).hkeys("ds:{" + old.sessionId() + "}"))
                .containsExactly(young.value()));
    }

    private static List<String> ids(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return StreamSupport.stream(json(response).get("jobs").spliterator(), false)
                .map((JsonNode job) -> job.get("jobId").asText())
                .toList();
    }
}
