package io.durablestatus.systemtests.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One user of the web app: an ordinary HTTP client that keeps its cookie. */
public final class WebAppClient {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(35);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI baseUrl;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http;

    public WebAppClient(URI baseUrl) {
        this.baseUrl = baseUrl;
        this.http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** Sends a job. Accepted: 202 and its {@code Location}. */
    public HttpResponse<String> submit(byte[] csv) {
        return send(request("/api/jobs").header("Content-Type", "text/csv").POST(BodyPublishers.ofByteArray(csv)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A request to this web app, to be finished by the caller. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(baseUrl.resolve(path)).timeout(ANSWER_LIMIT);
    }

    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + answer.statusCode() + " " + answer.body(), e);
        }
    }

    /** The job's path, as a 202 names it. */
    public static String location(HttpResponse<String> accepted) {
        return accepted.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException("no Location: " + accepted));
    }
}
