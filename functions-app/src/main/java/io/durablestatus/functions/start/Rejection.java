package io.durablestatus.functions.start;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.RejectedInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/** Makes of a message that cannot become work an instance that fails at once and says why, with the message as its input. */
final class Rejection {
    /** Prefix of the instances that belong to nobody, by which they can be listed and counted. */
    static final String ORPHAN = "rejected-";

    private final InstantSource clock;
    private final InstanceStarter starter;

    Rejection(InstantSource clock, InstanceStarter starter) {
        this.clock = clock;
        this.starter = starter;
    }

    StartOutcome reject(Delivery delivery, Problem problem, Instances instances) {
        Instant now = clock.instant();
        String instanceId = delivery.jobId().map(JobId::value).orElseGet(() -> orphanId(delivery));
        if (delivery.jobId().filter(job -> now.isAfter(job.expiresAt())).isPresent()) {
            return new StartOutcome.PastRetention(delivery.messageId());
        }
        RejectedInput input = RejectedInput.of(delivery.messageId(), delivery.body(), delivery.attempt(), now, problem);
        return starter.start(instances, Names.REJECTED_JOB, instanceId, input);
    }

    /** The same for every delivery of one message, because the broker keeps its sequence number. */
    private static String orphanId(Delivery delivery) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String identity = delivery.messageId() + delivery.sequenceNumber();
            return ORPHAN + HexFormat.of().formatHex(sha256.digest(identity.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
