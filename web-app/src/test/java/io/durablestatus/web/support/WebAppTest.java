package io.durablestatus.web.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobOutput;
import io.durablestatus.contracts.JobProgress;
import io.durablestatus.contracts.JobResult;
import io.durablestatus.contracts.Tiles;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The running web app with its surroundings, the same for all tests so that it starts once. */
@WithTestResource(Surroundings.class)
public abstract class WebAppTest {
    protected static final JobResult RESULT = new JobResult(
            2,
            List.of("name", "=city"),
            0.88,
            1,
            1,
            List.of(new JobResult.Pair(1, 2, 0.95)),
            List.of(new JobResult.Cluster(List.of(
                    new JobResult.Row(1, List.of("Anna", "-Oslo")), new JobResult.Row(2, List.of("Ana", "Os,lo"))))));

    protected DurableEngine engine;
    protected LocalRedis redis;

    @TestHTTPResource
    protected URI base;

    @Inject
    protected RecordingSender sender;

    @Inject
    protected MovableClock clock;

    @Inject
    protected ObjectMapper mapper;

    @BeforeEach
    void start() {
        engine.reset();
        sender.reset();
        clock.reset();
    }

    protected Browser browser() {
        return new Browser(base);
    }

    protected void runs(JobId jobId, long done, long total) {
        engine.put(jobId.value(), "Running", progress(jobId, done, total), null);
    }

    protected void completes(JobId jobId) {
        Instant started = jobId.submittedAt().plusMillis(150);
        engine.put(
                jobId.value(),
                "Completed",
                progress(jobId, 1, 1),
                write(JobOutput.completed(started, started.plusMillis(1_234), RESULT)));
    }

    private String progress(JobId jobId, long done, long total) {
        Instant started = jobId.submittedAt().plusMillis(150);
        BitSet tiles = new BitSet();
        tiles.set(0);
        return write(JobProgress.of(done, total, Tiles.of(1, tiles), started, started.plusMillis(500)));
    }

    protected String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that the answer is a problem that names itself, and that its page exists. */
    protected JsonNode problem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Browser.json(response);
        assertThat(problem.get("type").asText()).isEqualTo("/problems/" + type);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(browser().get(problem.get("type").asText()).statusCode()).isEqualTo(200);
        return problem;
    }
}
