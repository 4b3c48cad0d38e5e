package io.durablestatus.localruntime.servicebus.amqp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.engine.Link;

/** The links of one connection and what they need a token for. */
final class TokenWatch {
    private final Authorization authorization;
    private final Map<Link, String> entities = new HashMap<>();
    private long nextExpiry = Long.MAX_VALUE;

    TokenWatch(Authorization authorization) {
        this.authorization = authorization;
    }

    void attached(Link link, String entityPath) {
        entities.put(link, entityPath);
        nextExpiry = Math.min(nextExpiry, authorization.coveredUntil(entityPath));
    }

    void gone(Link link) {
        entities.remove(link);
    }

    /** Takes out the links that no token covers any more. */
    List<Link> expired(long now) {
        if (now < nextExpiry) {
            return List.of();
        }
        List<Link> expired = new ArrayList<>();
        nextExpiry = Long.MAX_VALUE;
        entities.forEach((link, entityPath) -> {
            long until = authorization.coveredUntil(entityPath);
            if (until <= now) {
                expired.add(link);
            } else {
                nextExpiry = Math.min(nextExpiry, until);
            }
        });
        expired.forEach(entities::remove);
        return expired;
    }

    /** When {@link #expired} must be called at the latest, milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
    long nextExpiry() {
        return nextExpiry;
    }
}
