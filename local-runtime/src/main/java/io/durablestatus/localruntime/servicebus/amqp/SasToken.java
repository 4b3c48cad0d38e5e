package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.config.SharedAccessKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared access signature: {@code SharedAccessSignature sr=..&sig=..&se=..&skn=..}, where sig is the HMAC-SHA256 of
 * sr, a line feed and se. It opens every entity at or below the path of sr.
 *
 * @param path the path of sr, in lower case and without slashes at its ends; empty for the whole namespace
 * @param expiresAt milliseconds since 1970
 */
record SasToken(String path, long expiresAt) {
    private static final String PREFIX = "SharedAccessSignature ";

    /** The token, if it is well formed and signed with the key; whether it has expired is the caller's question. */
    static Optional<SasToken> verified(String token, SharedAccessKey key) {
        if (!token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : token.substring(PREFIX.length()).split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        try {
            String resource = fields.getOrDefault("sr", "");
            String expiry = fields.getOrDefault("se", "");
            byte[] given = decoded(fields.getOrDefault("sig", "")).getBytes(StandardCharsets.UTF_8);
            byte[] right = signature(resource + "\n" + expiry, key).getBytes(StandardCharsets.UTF_8);
            boolean genuine =
                    decoded(fields.getOrDefault("skn", "")).equals(key.name()) && MessageDigest.isEqual(given, right);
            return genuine
                    ? Optional.of(new SasToken(
                            EntityAddress.of(decoded(resource)).path(),
                            TimeUnit.SECONDS.toMillis(Long.parseLong(expiry))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean covers(String entityPath) {
        return path.isEmpty() || entityPath.equals(path) || entityPath.startsWith(path + "/");
    }

    private static String signature(String text, SharedAccessKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
