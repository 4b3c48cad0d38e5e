package io.durablestatus.systemtests.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;

/** Sends one job, shows its progress and tells its end. */
final class SampleJob {
    private static final Set<String> TERMINAL = Set.of("COMPLETED", "FAILED", "CANCELED", "EXPIRED");
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final WebAppClient client;
    private final InstantSource clock;

    SampleJob(WebAppClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** How a job ended, in one line for people. */
    record Outcome(boolean completed, String report) {}

    /** @param limit how long to wait for the end */
    Outcome run(byte[] csv, Duration limit) throws InterruptedException {
        Instant start = clock.instant();
        HttpResponse<String> answer = client.submit(csv);
        if (answer.statusCode() != 202) {
            return new Outcome(false, "The job was not accepted: " + answer.statusCode() + " " + answer.body());
        }
        String path = WebAppClient.location(answer);
        System.out.println("Sent " + path);
        JsonNode status = WebAppClient.json(answer);
        try (ProgressView view = ProgressView.forThisOutput()) {
            while (!TERMINAL.contains(state(status))) {
                show(view, status);
                if (clock.instant().isAfter(start.plus(limit))) {
                    return new Outcome(
                            false, "The job is still " + state(status) + " after " + limit.toMinutes() + " min.");
                }
                Thread.sleep(LOOK_EVERY.toMillis());
                HttpResponse<String> look = client.get(path);
                if (look.statusCode() == 503) {
                    continue; // the status cannot be read just now; the job is not touched by that
                }
                if (look.statusCode() != 200) {
                    return new Outcome(false, "GET " + path + ": " + look.statusCode() + " " + look.body());
                }
                status = WebAppClient.json(look);
            }
            show(view, status);
        }
        return outcome(path, status, Duration.between(start, clock.instant()));
    }

    private Outcome outcome(String path, JsonNode status, Duration took) {
        if (!state(status).equals("COMPLETED")) {
            JsonNode error = status.path("error");
            return new Outcome(
                    false,
                    state(status) + ": " + error.path("title").asText() + " "
                            + error.path("detail").asText());
        }
        JsonNode result = WebAppClient.json(client.get(path + "/result"));
        return new Outcome(
                true,
                String.format(
                        Locale.ROOT,
                        "COMPLETED: %,d duplicate pairs in %,d rows (%,d pairs compared, %.1f s)",
                        result.path("duplicatePairs").asLong(),
                        result.path("rows").asLong(),
                        result.path("pairsCompared").asLong(),
                        took.toMillis() / 1000.0));
    }

    private static void show(ProgressView view, JsonNode status) {
        JsonNode progress = status.path("progress");
        view.show(
                state(status),
                progress.path("done").asLong(),
                progress.path("total").asLong());
    }

    private static String state(JsonNode status) {
        return status.path("state").asText();
    }
}
