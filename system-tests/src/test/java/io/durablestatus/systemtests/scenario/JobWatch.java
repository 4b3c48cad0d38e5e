package io.durablestatus.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.contracts.JobState;
import io.durablestatus.systemtests.run.WebAppClient;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Looks at a job again and again, without a pause, until it has ended. Every look must succeed, and none may show less than
 * the one before.
 */
public final class JobWatch {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final WebAppClient user;
    private final String path;
    private JobState state = JobState.QUEUED;
    private long done;
    private int looks;

    public JobWatch(WebAppClient user, String path) {
        this.user = user;
        this.path = path;
    }

    /** The job's last status. */
    public JsonNode untilTerminal() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        JsonNode status = look();
        while (!state.isTerminal()) {
            assertThat(System.nanoTime()).as("%s still %s", path, state).isLessThan(deadline);
            status = look();
        }
        return status;
    }

    private JsonNode look() {
        HttpResponse<String> answer = user.get(path);
        looks++;
        assertThat(answer.statusCode()).as("look %d: %s", looks, answer.body()).isEqualTo(200);
        JsonNode status = WebAppClient.json(answer);
        JobState seen = JobState.valueOf(status.path("state").asText());
        assertThat(state.canBecome(seen))
                .as("look %d: %s after %s", looks, seen, state)
                .isTrue();
        long seenDone = status.path("progress").path("done").asLong();
        assertThat(seenDone).as("look %d: pairs done", looks).isGreaterThanOrEqualTo(done);
        assertThat(status.path("degraded").asBoolean())
                .as("look %d: %s", looks, status)
                .isFalse();
        state = seen;
        done = seenDone;
        return status;
    }

    int looks() {
        return looks;
    }
}
