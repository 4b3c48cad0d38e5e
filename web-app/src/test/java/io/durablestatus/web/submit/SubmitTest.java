package io.durablestatus.web.submit;

import static io.durablestatus.web.support.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobMessage;
import io.durablestatus.contracts.Limits;
import io.durablestatus.web.support.Browser;
import io.durablestatus.web.support.WebAppTest;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SubmitTest extends WebAppTest {
    private static final String CSV = "name,city\nAnna,Oslo\nAna,Oslo\n";

    @Inject
    RedisDataSource redisData;

    @Test
    void a_csv_becomes_a_message_and_a_queued_job() {
        Browser browser = browser();
        HttpResponse<String> response =
                browser.post("/api/jobs?threshold=0.9", "text/csv; charset=UTF-8", "\uFEFF" + CSV);
        JsonNode status = json(response);

        assertThat(response.statusCode()).isEqualTo(202);
        String id = status.get("jobId").asText();
        assertThat(response.headers().firstValue("Location")).contains("/api/jobs/" + id);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(status.get("state").asText()).isEqualTo("QUEUED");
        assertThat(status.get("progress").isNull()).isTrue();
        assertThat(status.get("instanceId").isNull()).isTrue();
        assertThat(status.get("links").toString()).isEqualTo("{\"self\":\"/api/jobs/" + id + "\"}");
        assertThat(status.get("submittedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

        assertThat(sender.sent()).singleElement().satisfies(message -> {
            assertThat(message.jobId().value()).isEqualTo(id);
            assertThat(message.threshold()).isEqualTo(0.9);
            assertThat(message.csv()).isEqualTo(CSV);
            assertThat(browser.token().owns(message.jobId())).isTrue();
        });
        String key = "ds:{" + browser.token().sessionId() + "}";
        assertThat(redisData.hash(String.class).hget(key, id)).isEmpty();
        assertThat(redisData.key().ttl(key)).isBetween(86_300L, 86_400L);
    }

    @Test
    void the_cookie_is_given_once_and_refreshed_by_each_submission_only() {
        Browser browser = browser();
        String first = browser.submit(CSV).headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(first)
                .matches("session=[A-Za-z0-9_-]{43}; Max-Age=86400; Expires=[^;]*; Path=/; HTTPOnly; SameSite=Lax");
        String again = browser.submit(CSV).headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(again).startsWith(first.substring(0, first.indexOf(';')));
        assertThat(browser.get("/api/jobs").headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(browser.submit("").headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "\"x\"",
                "..............................................."
            })
    void a_malformed_cookie_is_replaced(String cookie) {
        HttpResponse<String> response = browser().withCookie(cookie).submit(CSV);
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).doesNotContain("session=" + cookie + ";");
    }

    @Test
    void a_form_is_taken_with_its_threshold() {
        HttpResponse<String> response = form(part("file", "list.csv", CSV), part("threshold", null, "0.75"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(sender.sent()).singleElement().satisfies(message -> {
            assertThat(message.csv()).isEqualTo(CSV);
            assertThat(message.threshold()).isEqualTo(0.75);
        });
        assertThat(form(part("file", null, CSV)).statusCode())
                .as("a file pasted as a field")
                .isEqualTo(202);
        assertThat(sender.sent().get(1).threshold()).isEqualTo(Limits.THRESHOLD_DEFAULT);
    }

    @Test
    void a_list_pasted_as_a_field_may_be_long_and_must_be_utf_8() {
        String row = "Ann,Bonn\n";
        String list = "name,city\n" + row.repeat(1_000);
        assertThat(form(part("file", null, list)).statusCode()).isEqualTo(202);
        assertThat(sender.sent().get(0).csv()).isEqualTo(list);

        problem(form(part("file", null, "name,city\nAnn,B\uFFFDnn\n")), 400, "invalid-csv");
        assertThat(sender.sent()).hasSize(1);
    }

    @Test
    void a_form_with_other_parts_is_a_415() {
        problem(form(part("csv", "list.csv", CSV)), 415, "unsupported-media-type");
        problem(form(part("file", "a.csv", CSV), part("file", "b.csv", CSV)), 415, "unsupported-media-type");
        problem(form(part("file", "a.csv", CSV), part("extra", null, "1")), 415, "unsupported-media-type");
        assertThat(sender.sent()).isEmpty();
    }

    @Test
    void a_threshold_given_twice_is_a_400() {
        problem(
                form(part("file", "a.csv", CSV), part("threshold", null, "0.9"), part("threshold", null, "0.9")),
                400,
                "invalid-parameter");
        problem(browser().post("/api/jobs?threshold=0.9&threshold=0.9", "text/csv", CSV), 400, "invalid-parameter");
        problem(browser().post("/api/jobs?threshold=", "text/csv", CSV), 400, "invalid-parameter");
        assertThat(sender.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json",
                "text/csv; charset=iso-8859-1",
                "application/x-www-form-urlencoded"
            })
    void another_media_type_is_a_415(String type) {
        problem(browser().post("/api/jobs", type, CSV), 415, "unsupported-media-type");
        assertThat(sender.sent()).isEmpty();
    }

    @Test
    void no_media_type_is_a_415() {
        problem(
                browser().send(browser().request("/api/jobs").POST(BodyPublishers.ofString(CSV))),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, 1",
                "`name,city`, 1",
                "`a,a\\n1,2`, 1",
                "`a,b\\n1,2\\n3`, 3",
                "`a,b\\n\u0000`, 2",
                "`a,b\\n1,\"2`, 2"
            })
    void a_bad_csv_is_a_400_that_says_where_and_sends_nothing(String csv, int line) {
        JsonNode problem = problem(browser().submit(csv.replace("\\n", "\n")), 400, "invalid-csv");
        assertThat(problem.get("errors").get(0).get("line").asInt()).isEqualTo(line);
        assertThat(problem.get("errors").get(0).get("message").asText()).isNotBlank();
        assertThat(sender.sent()).isEmpty();
    }

    @Test
    void a_file_of_300_kb_is_a_413_and_too_many_pairs_are_a_422() {
        problem(browser().submit(rows(4_000, 75)), 413, "too-large");
        JsonNode problem = problem(browser().submit(rows(3_163, 10)), 422, "too-many-pairs");
        assertThat(problem.get("detail").asText()).contains("3,163 rows", "5,000,703 pairs", "5,000,000");
        assertThat(sender.sent()).isEmpty();
        assertThat(browser().submit(rows(3_162, 10)).statusCode()).isEqualTo(202);
        assertThat(browser().submit(rows(2_500, 75)).statusCode()).isEqualTo(202);
    }

    @Test
    void a_message_the_broker_finds_too_large_is_a_413_that_names_its_limit() {
        sender.answer(new JobSender.Outcome.TooLarge(1_024 * 1_024));
        JsonNode problem = problem(browser().submit(CSV), 413, "too-large");
        assertThat(problem.get("detail").asText()).contains("1024 KB");
    }

    @Test
    void a_refused_job_leaves_no_trace() {
        Browser browser = browser();
        browser.submit(CSV);
        sender.answer(new JobSender.Outcome.Refused("no link"));
        HttpResponse<String> response = browser.submit(CSV);
        problem(response, 503, "broker-unavailable");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.headers().firstValue("Location")).isEmpty();
        assertThat(json(browser.get("/api/jobs")).get("jobs")).hasSize(1);
        assertThat(redisData.hash(String.class).hkeys("ds:{" + browser.token().sessionId() + "}"))
                .hasSize(1);
    }

    @Test
    void a_read_under_way_brings_a_refused_job_back_for_nobody() {
        Browser browser = browser();
        browser.submit(CSV);
        List<CompletableFuture<HttpResponse<String>>> reads = new ArrayList<>();
        engine.hold();
        sender.whileSending(message -> {
            reads.add(CompletableFuture.supplyAsync(() -> browser.job(message.jobId())));
            await().until(() -> engine.instanceReads() == 1);
        });
        sender.answer(new JobSender.Outcome.Refused("no link"));
        problem(browser.submit(CSV), 503, "broker-unavailable");
        engine.open();
        reads.forEach(CompletableFuture::join);

        assertThat(json(browser.get("/api/jobs")).get("jobs")).hasSize(1);
        assertThat(redisData.hash(String.class).hkeys("ds:{" + browser.token().sessionId() + "}"))
                .hasSize(1);
    }

    @Test
    void an_unknown_outcome_names_the_job_so_that_it_can_be_followed() {
        Browser browser = browser();
        sender.answer(new JobSender.Outcome.Unknown("timeout"));
        HttpResponse<String> response = browser.submit(CSV);
        JsonNode problem = problem(response, 503, "submit-unknown");
        JobId jobId = new JobId(problem.get("jobId").asText());
        assertThat(response.headers().firstValue("Location")).contains("/api/jobs/" + jobId);
        assertThat(json(browser.job(jobId)).get("state").asText()).isEqualTo("QUEUED");
    }

    @Test
    void without_redis_a_job_is_taken_and_says_degraded() throws IOException {
        Browser browser = browser();
        redis.stop();
        try {
            HttpResponse<String> response = browser.submit(CSV);
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(json(response).get("degraded").asBoolean()).isTrue();
            assertThat(sender.sent()).extracting(JobMessage::csv).containsExactly(CSV);
        } finally {
            redis.start();
        }
    }

    private HttpResponse<String> form(String... parts) {
        return browser().post("/api/jobs", "multipart/form-data; boundary=XX", String.join("", parts) + "--XX--\r\n");
    }

    private static String part(String name, String fileName, String content) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (fileName == null ? "" : "; filename=\"" + fileName + "\"\r\nContent-Type: text/csv")
                + "\r\n\r\n" + content + "\r\n";
    }

    private static String rows(int rows, int width) {
        StringBuilder csv = new StringBuilder("id,text\n");
        IntStream.range(0, rows)
                .forEach(i ->
                        csv.append(i).append(',').append("x".repeat(width - 6)).append('\n'));
        return csv.toString();
    }
}
