package io.durablestatus.localruntime.durablehttp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The keys that open the management API: the extension's system key and the host's master key. */
public record AccessKeys(String systemKey, String masterKey) {
    /** Whether the call brings one of them; the header {@code x-functions-key} wins over the query's {@code code}. */
    boolean admit(Call call) {
        String header = call.header("x-functions-key");
        String given = header != null ? header : call.query().text("code").orElse("");
        return same(systemKey, given) || same(masterKey, given);
    }

    private static boolean same(String key, String given) {
        // why: in constant time, so that a key cannot be guessed letter by letter.
        return !key.isEmpty()
                && MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "AccessKeys[hidden]";
    }
}
