package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.config.SharedAccessKey;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one connection may open. Without a configured key: everything. */
final class Authorization {
    private final Optional<SharedAccessKey> key;
    private final InstantSource clock;
    /** By what it opens: a client renews a token by putting another one. */
    private final Map<String, SasToken> tokens = new HashMap<>();

    private boolean byPassword;

    Authorization(Optional<SharedAccessKey> key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Takes a token; false when it is not genuine or has expired. */
    boolean put(String token) {
        if (key.isEmpty()) {
            return true;
        }
        Optional<SasToken> genuine = SasToken.verified(token, key.get()).filter(this::isFresh);
        genuine.ifPresent(valid -> tokens.put(valid.path(), valid));
        return genuine.isPresent();
    }

    /** SASL PLAIN: key name and key as user and password, for clients that know no tokens. */
    boolean login(byte[] plain) {
        if (key.isEmpty()) {
            return true;
        }
        String[] parts = new String(plain, StandardCharsets.UTF_8).split("\0", -1);
        byPassword = parts.length == 3
                && parts[1].equals(key.get().name())
                && parts[2].equals(key.get().value());
        return byPassword;
    }

    boolean covers(String entityPath) {
        return coveredUntil(entityPath) > clock.millis();
    }

    /** When the last token for an entity expires, milliseconds since 1970: 0 without one, {@link Long#MAX_VALUE} never. */
    long coveredUntil(String entityPath) {
        if (key.isEmpty() || byPassword) {
            return Long.MAX_VALUE;
        }
        return tokens.values().stream()
                .filter(token -> token.covers(entityPath))
                .mapToLong(SasToken::expiresAt)
                .max()
                .orElse(0);
    }

    private boolean isFresh(SasToken token) {
        return token.expiresAt() > clock.millis();
    }
}
