package io.durablestatus.localruntime.functionhost;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Talks to a host's durable API as the web app does. */
final class HostClient {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI api;
    private final String key;

    HostClient(FunctionHost host) {
        this(host.durableApi(), host.systemKey());
    }

    HostClient(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    HttpResponse<String> call(String method, String pathAndQuery, String body) {
        return call(method, pathAndQuery, body, "");
    }

    HttpResponse<String> page(String pathAndQuery, String token) {
        return call("GET", pathAndQuery, null, token);
    }

    private HttpResponse<String> call(String method, String pathAndQuery, String body, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + pathAndQuery))
                .header("x-functions-key", key)
                .header("Content-Type", "application/json")
                .header("x-ms-continuation-token", token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    /** Starts an instance and gives its id. */
    String start(String orchestrator, String input) {
        HttpResponse<String> response = call("POST", "/orchestrators/" + orchestrator, input);
        if (response.statusCode() != 202) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return json(response).get("id").asText();
    }

    /** Its status once it has ended. */
    JsonNode ended(String id) {
        return await("end of " + id)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> call("GET", "/instances/" + id, null), response -> response.statusCode() == 200)
                .body()
                .transform(body -> {
                    try {
                        return MAPPER.readTree(body);
                    } catch (IOException e) {
                        throw new AssertionError(body, e);
                    }
                });
    }

    JsonNode run(String orchestrator, String input) {
        return ended(start(orchestrator, input));
    }
}
