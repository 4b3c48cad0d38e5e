package io.durablestatus.systemtests.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.contracts.Names;
import io.durablestatus.localruntime.launcher.Addresses;
import io.durablestatus.systemtests.run.WebAppClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The durable HTTP API of a local system, asked directly. */
final class DurableApi {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Addresses system;

    DurableApi(Addresses system) {
        this.system = system;
    }

    JsonNode instance(String id) throws Exception {
        return WebAppClient.json(get("/instances/" + id + "?showInput=false", system.durableKey()));
    }

    JsonNode instancesOf(String session) throws Exception {
        return WebAppClient.json(
                get("/instances?instanceIdPrefix=" + session + "&showInput=false", system.durableKey()));
    }

    /** @param key null for none */
    HttpResponse<String> get(String path, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(system.durableApi() + path));
        if (key != null) {
            request.header(Names.DURABLE_KEY_HEADER, key);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
