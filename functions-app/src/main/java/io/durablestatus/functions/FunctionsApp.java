package io.durablestatus.functions;

import io.durablestatus.contracts.Names;
import io.durablestatus.functions.session.RedisSessionMapping;
import io.durablestatus.functions.session.SessionMapping;

/**
 * The composition root. The worker makes each function by its no-argument constructor, so what functions share is held
 * here, built when first used.
 */
public final class FunctionsApp {
    private static SessionMapping sessionMapping;

    private FunctionsApp() {}

    /** One Redis connection for the whole worker. */
    public static synchronized SessionMapping sessionMapping() {
        if (sessionMapping == null) {
            sessionMapping = new RedisSessionMapping(setting(Names.REDIS_URL));
        }
        return sessionMapping;
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("The app setting " + name + " is missing; see local.settings.json");
        }
        return value;
    }
}
