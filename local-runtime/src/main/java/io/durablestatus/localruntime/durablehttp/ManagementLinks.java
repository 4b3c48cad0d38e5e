package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The check-status payload: links that manage one instance, with the system key in them, as the extension makes them. */
final class ManagementLinks {
    /** The default storage connection's name in the extension. */
    private static final String CONNECTION = "Storage";

    private final String suffix;

    ManagementLinks(String hubName, AccessKeys keys) {
        this.suffix = "taskHub=" + encode(hubName) + "&connection=" + CONNECTION + "&code=" + encode(keys.systemKey());
    }

    /** 202 with the links, where to look, and to look again in ten seconds. */
    Reply checkStatus(Call call, String instanceId) {
        String instance = call.origin() + DurableHttpServer.BASE_PATH + "/instances/" + encode(instanceId);
        String status = instance + "?" + suffix;
        ObjectNode body = Json.object()
                .put("id", instanceId)
                .put("statusQueryGetUri", status)
                .put("sendEventPostUri", instance + "/raiseEvent/{eventName}?" + suffix)
                .put("terminatePostUri", instance + "/terminate?reason={text}&" + suffix)
                .put("purgeHistoryDeleteUri", status)
                .put("restartPostUri", instance + "/restart?" + suffix)
                .put("suspendPostUri", instance + "/suspend?reason={text}&" + suffix)
                .put("resumePostUri", instance + "/resume?reason={text}&" + suffix);
        return new Reply(202, Map.of("Location", status, "Retry-After", "10"), body);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
