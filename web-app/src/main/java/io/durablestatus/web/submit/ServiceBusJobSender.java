package io.durablestatus.web.submit;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.contracts.JobMessage;
import io.durablestatus.web.config.WebConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Sends over AMQP with the vendor's SDK. What fits is measured with the SDK's batch, whose limit the broker gives when
 * the link opens. An error is "refused" only when the broker said no before it could have stored the message.
 */
@Singleton
public class ServiceBusJobSender implements JobSender {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final Set<ServiceBusFailureReason> REFUSALS = Set.of(
            ServiceBusFailureReason.MESSAGE_SIZE_EXCEEDED,
            ServiceBusFailureReason.MESSAGING_ENTITY_DISABLED,
            ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND,
            ServiceBusFailureReason.QUOTA_EXCEEDED,
            ServiceBusFailureReason.SERVICE_BUSY,
            ServiceBusFailureReason.UNAUTHORIZED);

    private final ServiceBusSenderAsyncClient client;
    private final ObjectMapper mapper;
    private final Duration deadline;
    private final LongSupplier nanoTime = System::nanoTime;

    public ServiceBusJobSender(ServiceBusSenderAsyncClient client, ObjectMapper mapper, WebConfig config) {
        this.client = client;
        this.mapper = mapper;
        this.deadline = config.serviceBus().deadline();
    }

    @Override
    public Outcome send(JobMessage job) {
        long end = nanoTime.getAsLong() + deadline.toNanos();
        ServiceBusMessage message = message(job);
        ServiceBusMessageBatch batch;
        try {
            batch = client.createMessageBatch().retry(1).block(left(end));
        } catch (RuntimeException e) {
            // why: without a link nothing can have been sent.
            return new Outcome.Refused(e.toString());
        }
        if (!batch.tryAddMessage(message)) {
            return new Outcome.TooLarge(batch.getMaxSizeInBytes());
        }
        return send(batch, end);
    }

    private Outcome send(ServiceBusMessageBatch batch, long end) {
        try {
            // why: half of what is left, so that a first try that hangs leaves time for the second.
            client.sendMessages(batch).block(left(end).dividedBy(2));
            return new Outcome.Accepted();
        } catch (RuntimeException first) {
            if (isRefusal(first)) {
                return new Outcome.Refused(first.toString());
            }
            try {
                client.sendMessages(batch).block(left(end));
                return new Outcome.Accepted();
            } catch (RuntimeException second) {
                // why: a refusal now says nothing about the first try.
                return new Outcome.Unknown(first + "; then " + second);
            }
        }
    }

    @Override
    public boolean isReachable() {
        try {
            client.createMessageBatch().block(PROBE_LIMIT);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - nanoTime.getAsLong()));
    }

    private static boolean isRefusal(RuntimeException e) {
        return e instanceof ServiceBusException failure && REFUSALS.contains(failure.getReason());
    }

    private ServiceBusMessage message(JobMessage job) {
        try {
            return new ServiceBusMessage(mapper.writeValueAsString(job))
                    .setMessageId(job.jobId().value())
                    .setContentType("application/json");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A job message always has a JSON form", e);
        }
    }
}
