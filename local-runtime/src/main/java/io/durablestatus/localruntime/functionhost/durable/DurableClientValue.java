package io.durablestatus.localruntime.functionhost.durable;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.durablestatus.localruntime.functionhost.worker.Data;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a {@code durableClient} binding gives the function: a JSON text with the keys that the extension writes. */
public final class DurableClientValue {
    private DurableClientValue() {}

    /** @param grpcPort of the task hub; the Java SDK uses nothing else of the address */
    public static Data of(String hubName, int grpcPort, String systemKey) {
        JsonObject value = new JsonObject();
        value.addProperty("taskHubName", hubName);
        for (String unset : new String[] {"connectionName", "creationUrls", "managementUrls", "baseUrl"}) {
            value.add(unset, JsonNull.INSTANCE);
        }
        value.addProperty(
                "requiredQueryStringParameters", "code=" + URLEncoder.encode(systemKey, StandardCharsets.UTF_8));
        value.addProperty("rpcBaseUrl", "http://localhost:" + grpcPort);
        return new Data.Text(new GsonBuilder()
                .serializeNulls()
                .disableHtmlEscaping()
                .create()
                .toJson(value));
    }
}
