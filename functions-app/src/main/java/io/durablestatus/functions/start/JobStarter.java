package io.durablestatus.functions.start;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobInput;
import io.durablestatus.contracts.JobMessage;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.Timings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Decides what becomes of a message of the queue: its job's work, or an instance that says why not. */
final class JobStarter {
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final InstantSource clock;
    private final InstanceStarter starter;
    private final Rejection rejection;

    JobStarter(InstantSource clock, InstanceStarter starter) {
        this.clock = clock;
        this.starter = starter;
        this.rejection = new Rejection(clock, starter);
    }

    /** @throws RuntimeException the engine did not answer for the starter's patience: let the message come again */
    StartOutcome start(Delivery delivery, Instances instances) {
        JobId jobId = delivery.jobId().orElse(null);
        if (jobId == null) {
            return rejection.reject(
                    delivery, Problem.of(ProblemType.INVALID_MESSAGE, "The MessageId is not a job id."), instances);
        }
        Instant now = clock.instant();
        Duration age = Duration.between(jobId.submittedAt(), now);
        // why: past retention is the rejection's case too, which then only settles.
        if (age.compareTo(Timings.MESSAGE_TTL) > 0) {
            return rejection.reject(
                    delivery,
                    Problem.of(
                            ProblemType.EXPIRED_IN_QUEUE,
                            "The job waited " + age.toMinutes() + " minutes; the limit is "
                                    + Timings.MESSAGE_TTL.toMinutes() + ". Submit it again."),
                    instances);
        }
        JobMessage message;
        try {
            message = read(jobId, delivery.body());
        } catch (InvalidMessageException e) {
            return rejection.reject(delivery, Problem.of(ProblemType.INVALID_MESSAGE, e.getMessage()), instances);
        }
        JobInput input = JobInput.of(message, Math.max(1, delivery.attempt()), now);
        return starter.start(instances, Names.PROCESS_JOB, jobId.value(), input);
    }

    private static JobMessage read(JobId jobId, String body) throws InvalidMessageException {
        JobMessage message;
        try {
            message = JSON.readValue(body, JobMessage.class);
        } catch (JsonProcessingException e) {
            // why: only the contract's own words are for people; Jackson's name classes and quote the body.
            String reason =
                    e.getCause() instanceof IllegalArgumentException contract ? ": " + contract.getMessage() : ".";
            throw new InvalidMessageException("The body is not a job message" + reason, e);
        }
        if (message == null || !message.jobId().equals(jobId)) {
            throw new InvalidMessageException("The body is not the message of the job in its MessageId.", null);
        }
        return message;
    }

    private static final class InvalidMessageException extends Exception {
        InvalidMessageException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
