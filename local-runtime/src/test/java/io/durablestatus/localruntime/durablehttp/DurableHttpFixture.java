package io.durablestatus.localruntime.durablehttp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A server over planted instances on a free port, and a client that brings the key. */
final class DurableHttpFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String SYSTEM_KEY = "system/key=";
    static final String MASTER_KEY = "master-key";

    final PlantedInstances instances = new PlantedInstances();
    final HttpClient client = HttpClient.newHttpClient();
    final DurableHttpServer server;

    DurableHttpFixture(String... allowedIps) {
        AccessKeys keys = new AccessKeys(SYSTEM_KEY, MASTER_KEY);
        IpRules rules = new IpRules(List.of(allowedIps));
        server = DurableHttpServer.start(new DurableHttpSettings(0, "My Hub", keys, rules, () -> NOW), instances);
    }

    URI at(String pathAndQuery) {
        return URI.create(server.address() + pathAndQuery);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** @param body null for none; else sent as JSON */
    HttpResponse<String> call(String method, String pathAndQuery, String body) {
        return send(request(method, pathAndQuery, body).build());
    }

    HttpResponse<String> get(String pathAndQuery) {
        return call("GET", pathAndQuery, null);
    }

    HttpRequest.Builder request(String method, String pathAndQuery, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(pathAndQuery)).header("x-functions-key", SYSTEM_KEY);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return request.method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
    }
}
