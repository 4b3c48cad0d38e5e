package io.durablestatus.web.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.SessionToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One browser: keeps the session cookie and sends it. */
public final class Browser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI base;
    private String cookie;

    public Browser(URI base) {
        this.base = base;
    }

    public Browser with(SessionToken token) {
        cookie = token.cookieValue();
        return this;
    }

    public Browser withCookie(String value) {
        cookie = value;
        return this;
    }

    public SessionToken token() {
        return SessionToken.parse(cookie).orElseThrow();
    }

    public HttpResponse<String> submit(String csv) {
        return post("/api/jobs", "text/csv", csv);
    }

    /** Submits two rows and gives the id of the job that was accepted. */
    public JobId submitted() {
        return new JobId(
                json(submit("name,city\nAnna,Oslo\nAna,Oslo\n")).get("jobId").asText());
    }

    public HttpResponse<String> post(String path, String type, String body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(get(request(path), headers));
    }

    public CompletableFuture<HttpResponse<String>> getLater(String path) {
        return HTTP.sendAsync(request(path).GET().build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> job(JobId jobId, String... headers) {
        return get("/api/jobs/" + jobId, headers);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            response.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(set -> cookie = set.replaceAll("^session=([^;]*);.*", "$1"));
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
        return cookie == null ? request : request.header("Cookie", "other=1; session=" + cookie);
    }

    private static HttpRequest.Builder get(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request.GET() : request.headers(headers).GET();
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
