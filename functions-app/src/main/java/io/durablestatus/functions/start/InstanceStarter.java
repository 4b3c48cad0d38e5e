package io.durablestatus.functions.start;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts an instance under an id at most once. The engine's own protection is not enough: it may replace an instance that
 * has ended, and an error of a start does not say whether it started.
 */
final class InstanceStarter {
    private static final Logger LOG = Logger.getLogger(InstanceStarter.class.getName());

    private final RetryPolicy<StartOutcome> retries;

    /** @param patience how long engine errors are retried here; a redelivery would use up one of the message's deliveries */
    InstanceStarter(Duration firstDelay, Duration maxDelay, Duration patience) {
        retries = RetryPolicy.<StartOutcome>builder()
                .handle(RuntimeException.class)
                .withBackoff(firstDelay, maxDelay)
                .withMaxRetries(-1)
                .withMaxDuration(patience)
                .onRetry(event ->
                        LOG.log(Level.WARNING, "The durable engine failed; trying again", event.getLastException()))
                .build();
    }

    /** @throws RuntimeException the engine's last error: it did not answer in time, and nothing is known to be there */
    StartOutcome start(Instances instances, String orchestrator, String instanceId, Object input) {
        return Failsafe.with(retries).get(() -> startOnce(instances, orchestrator, instanceId, input));
    }

    private static StartOutcome startOnce(Instances instances, String orchestrator, String instanceId, Object input) {
        if (instances.exists(instanceId)) {
            return new StartOutcome.AlreadyThere(instanceId);
        }
        try {
            instances.start(orchestrator, instanceId, input);
        } catch (RuntimeException e) {
            if (!instances.exists(instanceId)) {
                throw e;
            }
        }
        return new StartOutcome.Started(orchestrator, instanceId);
    }
}
