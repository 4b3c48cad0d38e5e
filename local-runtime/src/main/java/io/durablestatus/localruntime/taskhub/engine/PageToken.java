package io.durablestatus.localruntime.taskhub.engine;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A continuation token: the last id of the page before, in a form that fits an HTTP header. */
public final class PageToken {
    private PageToken() {}

    public static String after(String instanceId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(instanceId.getBytes(StandardCharsets.UTF_8));
    }

    /** Null for a null or empty token, which asks for the first page. */
    static String idOf(String token) {
        if (token == null || token.isEmpty()) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new TaskHubException(Reason.INVALID, "This is no continuation token: " + token, e);
        }
    }
}
