package io.durablestatus.web.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts what the web app needs around it and hands it to the tests. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    private LocalRedis redis;
    private DurableEngine engine;

    @Override
    public Map<String, String> start() {
        try {
            redis = new LocalRedis();
            engine = new DurableEngine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "quarkus.redis.hosts",
                redis.url(),
                "web.durable-api.url",
                engine.address().toString(),
                "web.durable-api.key",
                DurableEngine.KEY,
                "web.service-bus.connection",
                "Endpoint=sb://localhost:1;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true;");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(LocalRedis.class));
        injector.injectIntoFields(engine, new TestInjector.MatchesType(DurableEngine.class));
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.stop();
        }
        if (engine != null) {
            engine.close();
        }
    }
}
