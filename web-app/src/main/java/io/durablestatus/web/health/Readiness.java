package io.durablestatus.web.health;

import io.durablestatus.web.session.SessionIndex;
import io.durablestatus.web.status.EngineProbe;
import io.durablestatus.web.submit.JobSender;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Ready when the broker takes messages and the durable API answers. Without Redis the app is degraded, not down: no job
 * and no status is lost.
 */
@Singleton
public class Readiness {
    @Produces
    @Singleton
    @org.eclipse.microprofile.health.Readiness
    AsyncHealthCheck serviceBus(JobSender sender) {
        return () -> Uni.createFrom()
                .item(sender::isReachable)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(up -> HealthCheckResponse.named("service-bus").status(up).build());
    }

    @Produces
    @Singleton
    @org.eclipse.microprofile.health.Readiness
    AsyncHealthCheck durableApi(EngineProbe engine) {
        return () -> engine.answers()
                .map(up -> HealthCheckResponse.named("durable-api").status(up).build());
    }

    @Produces
    @Singleton
    @org.eclipse.microprofile.health.Readiness
    AsyncHealthCheck redis(SessionIndex index) {
        return () -> index.ping()
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false)
                .map(up -> HealthCheckResponse.named("redis")
                        .up()
                        .withData("degraded", !up)
                        .build());
    }
}
