package io.durablestatus.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.systemtests.run.WebAppClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The article's scenario as a user sees it, through HTTP only: the same tests for the local system and for one in Azure. A
 * subclass says where.
 */
abstract class JobScenario {
    private static final CustomerList LIST = new CustomerList(400, 25);

    /** Root of the web app under test. */
    protected abstract URI baseUrl();

    protected final WebAppClient newUser() {
        return new WebAppClient(baseUrl());
    }

    @Test
    void a_job_is_followed_from_its_message_to_its_result() {
        WebAppClient user = newUser();
        HttpResponse<String> accepted = step_1_the_web_app_sends_a_message_and_answers_at_once(user);
        String job = WebAppClient.location(accepted);
        JsonNode end = steps_2_to_6_the_status_is_true_at_every_moment(user, job, accepted);
        step_3_the_instance_of_the_session_is_known(end);
        step_4_the_fan_out_compared_every_pair(end);
        the_result_is_there(user, job);
        the_job_is_in_my_list_and_in_nobody_elses(user, job);
    }

    private HttpResponse<String> step_1_the_web_app_sends_a_message_and_answers_at_once(WebAppClient user) {
        HttpResponse<String> accepted = user.submit(LIST.csv());

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).containsIgnoringCase("HttpOnly"));
        assertThat(accepted.headers().firstValue("Retry-After")).isPresent();
        JsonNode status = WebAppClient.json(accepted);
        assertThat(WebAppClient.location(accepted))
                .isEqualTo("/api/jobs/" + status.path("jobId").asText());
        assertThat(status.path("state").asText()).isEqualTo("QUEUED");
        return accepted;
    }

    private JsonNode steps_2_to_6_the_status_is_true_at_every_moment(
            WebAppClient user, String job, HttpResponse<String> accepted) {
        JobWatch watch = new JobWatch(user, job);
        JsonNode end = watch.untilTerminal();

        assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("COMPLETED");
        assertThat(watch.looks()).as("looks from the first millisecond on").isGreaterThan(3);
        assertThat(end.path("submittedAt").asText())
                .isEqualTo(WebAppClient.json(accepted).path("submittedAt").asText());
        Instant submitted = Instant.parse(end.path("submittedAt").asText());
        assertThat(Instant.parse(end.path("startedAt").asText())).isAfterOrEqualTo(submitted);
        assertThat(Instant.parse(end.path("finishedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(end.path("startedAt").asText()));
        assertThat(Instant.parse(end.path("expiresAt").asText())).isEqualTo(submitted.plus(Duration.ofHours(24)));
        return end;
    }

    private void step_3_the_instance_of_the_session_is_known(JsonNode end) {
        assertThat(end.path("instanceId").asText()).isEqualTo(end.path("jobId").asText());
    }

    private void step_4_the_fan_out_compared_every_pair(JsonNode end) {
        JsonNode progress = end.path("progress");
        assertThat(progress.path("done").asLong()).isEqualTo(LIST.pairs());
        assertThat(progress.path("total").asLong()).isEqualTo(LIST.pairs());
        assertThat(progress.path("percent").asDouble()).isEqualTo(100.0);
        assertThat(progress.path("tiles").path("blocks").asInt()).isGreaterThanOrEqualTo(8);
    }

    private void the_result_is_there(WebAppClient user, String job) {
        HttpResponse<String> answer = user.get(job + "/result");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode result = WebAppClient.json(answer);
        assertThat(result.path("rows").asInt()).isEqualTo(LIST.rows());
        assertThat(result.path("pairsCompared").asLong()).isEqualTo(LIST.pairs());
        assertThat(result.path("duplicatePairs").asLong()).isEqualTo(LIST.copies());
        assertThat(result.path("pairs")).hasSize(LIST.copies());
        assertThat(result.path("clusters")).hasSize(LIST.copies()).allSatisfy(cluster -> {
            JsonNode rows = cluster.path("rows");
            assertThat(rows).hasSize(2);
            assertThat(rows.get(1).path("row").asInt() - rows.get(0).path("row").asInt())
                    .as("a copy comes as many rows after its original as there are originals")
                    .isEqualTo(LIST.rows() - LIST.copies());
            assertThat(rows.get(0).path("cells")).isEqualTo(rows.get(1).path("cells"));
        });
    }

    private void the_job_is_in_my_list_and_in_nobody_elses(WebAppClient user, String job) {
        assertThat(WebAppClient.json(user.get("/api/jobs")).path("jobs"))
                .extracting(mine -> "/api/jobs/" + mine.path("jobId").asText())
                .containsExactly(job);

        WebAppClient stranger = newUser();
        assertThat(WebAppClient.json(stranger.get("/api/jobs")).path("jobs")).isEmpty();
        HttpResponse<String> foreign = stranger.get(job);
        HttpResponse<String> invented = stranger.get(job.substring(0, job.length() - 1) + "_");
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(invented.body());
        assertThat(stranger.get(job + "/result").statusCode()).isEqualTo(404);
    }

    @Test
    void the_newest_job_is_listed_first() {
        WebAppClient user = newUser();
        String first = WebAppClient.location(user.submit(new CustomerList(5, 1).csv()));
        String second = WebAppClient.location(user.submit(new CustomerList(6, 1).csv()));
        new JobWatch(user, first).untilTerminal();
        new JobWatch(user, second).untilTerminal();

        assertThat(WebAppClient.json(user.get("/api/jobs")).path("jobs"))
                .extracting(job -> "/api/jobs/" + job.path("jobId").asText())
                .containsExactly(second, first);
    }

    @Test
    void the_result_of_an_unfinished_job_is_a_conflict() {
        WebAppClient user = newUser();
        String job = WebAppClient.location(user.submit(LIST.csv()));

        HttpResponse<String> early = user.get(job + "/result");
        JsonNode end = new JobWatch(user, job).untilTerminal();

        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(end.path("state").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void a_job_of_186_kb_completes() {
        CustomerList large = new CustomerList(2_500, 100);
        byte[] csv = large.csv();
        assertThat(csv).hasSizeBetween(186_000, 190_464);
        WebAppClient user = newUser();
        String job = WebAppClient.location(user.submit(csv));

        JsonNode end = new JobWatch(user, job).untilTerminal();

        assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("COMPLETED");
        JsonNode result = WebAppClient.json(user.get(job + "/result"));
        assertThat(result.path("duplicatePairs").asLong()).isEqualTo(large.copies());
        assertThat(result.path("pairsCompared").asLong()).isEqualTo(large.pairs());
    }

    @Test
    void a_job_over_the_message_limit_is_too_large() {
        HttpResponse<String> answer = newUser().submit(new CustomerList(4_000, 0).csv());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertProblem(answer);
    }

    @ParameterizedTest
    @EnumSource
    void an_input_error_says_what_is_wrong_and_where(InputError input) {
        HttpResponse<String> answer = newUser().submit(input.bytes());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode problem = assertProblem(answer);
        if (input.line() != 0) {
            JsonNode error = problem.path("errors").path(0);
            assertThat(error.path("line").asInt()).as(answer.body()).isEqualTo(input.line());
            assertThat(error.path("record").isIntegralNumber())
                    .as(answer.body())
                    .isTrue();
            assertThat(error.path("message").asText()).isNotBlank();
        }
    }

    private static JsonNode assertProblem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = WebAppClient.json(answer);
        assertThat(problem.path("type").asText()).startsWith("/problems/");
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        return problem;
    }
}
