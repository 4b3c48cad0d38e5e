package io.durablestatus.localruntime.functionhost.trigger;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusErrorContext;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import io.durablestatus.localruntime.functionhost.worker.Data;
import io.durablestatus.localruntime.functionhost.worker.FunctionFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives from one queue or its dead-letter queue in peek-lock mode. The function returns: complete. It throws: abandon, and
 * the error is logged with function and invocation id.
 */
public final class ServiceBusTrigger implements Trigger {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceBusTrigger.class);
    private static final String POOL_SIZE = "reactor.schedulers.defaultBoundedElasticSize";
    private static final String DEAD_LETTER_QUEUE = "/$deadletterqueue";

    /**
     * @param queue a queue's name, or one that ends in {@code /$deadletterqueue}
     * @param parameter name of the trigger's binding
     * @param binary whether the body is given as bytes
     */
    public record Settings(
            String connection,
            String queue,
            String parameter,
            boolean binary,
            boolean autoComplete,
            int maxConcurrentCalls,
            int prefetchCount,
            Duration maxAutoLockRenewal) {}

    private final TriggeredFunction function;
    private final Settings settings;
    private final boolean deadLetters;
    private final String queue;
    private final ServiceBusProcessorClient processor;
    private final Set<ServiceBusReceivedMessage> held = ConcurrentHashMap.newKeySet();
    private final Phaser calls = new Phaser(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    /** @throws IllegalArgumentException or {@link NullPointerException} when the connection string is none */
    public ServiceBusTrigger(TriggeredFunction function, Settings settings) {
        this.function = function;
        this.settings = settings;
        makeRoomFor(settings.maxConcurrentCalls());
        this.deadLetters = settings.queue().toLowerCase(Locale.ROOT).endsWith(DEAD_LETTER_QUEUE);
        this.queue = deadLetters
                ? settings.queue().substring(0, settings.queue().length() - DEAD_LETTER_QUEUE.length())
                : settings.queue();
        this.processor = new ServiceBusClientBuilder()
                .connectionString(settings.connection())
                .processor()
                .queueName(queue)
                .subQueue(subQueue())
                .receiveMode(ServiceBusReceiveMode.PEEK_LOCK)
                .maxConcurrentCalls(settings.maxConcurrentCalls())
                .prefetchCount(settings.prefetchCount())
                .maxAutoLockRenewDuration(settings.maxAutoLockRenewal())
                .disableAutoComplete()
                .processMessage(this::handle)
                .processError(this::report)
                .buildProcessorClient();
    }

    private SubQueue subQueue() {
        return deadLetters ? SubQueue.DEAD_LETTER_QUEUE : SubQueue.NONE;
    }

    /**
     * why: the SDK calls its handlers on Reactor's bounded pool, whose 10 threads a core are fewer than the extension's 16
     * calls a core. Reactor reads the property once, when it is first used; a value given on the command line stays.
     */
    private static void makeRoomFor(int calls) {
        if (System.getProperty(POOL_SIZE) == null) {
            int usual = 10 * Runtime.getRuntime().availableProcessors();
            System.setProperty(POOL_SIZE, Integer.toString(Math.max(usual, calls + usual)));
        }
    }

    @Override
    public void start() {
        processor.start();
    }

    private void handle(ServiceBusReceivedMessageContext message) {
        held.add(message.getMessage());
        // why: a message that arrives while the host stops waits until the link is closed: abandoned at once it would
        // come here again and use up its deliveries.
        if (stopping || calls.register() < 0) {
            awaitStop();
            return;
        }
        try {
            call(message);
            if (!held.contains(message.getMessage())) {
                LOG.warn(
                        "Function '{}': message {} was given back before its call ended", function.name(), id(message));
            } else if (settings.autoComplete()) {
                message.complete();
            }
        } catch (FunctionFailure e) {
            LOG.error("{}", e.getMessage(), e.getCause());
            abandon(message, e.invocationId());
        } catch (RuntimeException e) {
            LOG.error("Function '{}': message {} could not be completed", function.name(), id(message), e);
            abandon(message, "none");
        } finally {
            held.remove(message.getMessage());
            calls.arriveAndDeregister();
        }
    }

    private void call(ServiceBusReceivedMessageContext message) throws FunctionFailure {
        Data body = body(message);
        String text = body instanceof Data.Text plain ? plain.value() : "";
        function.call(settings.parameter(), body, MessageMetadata.of(message.getMessage(), text));
    }

    private Data body(ServiceBusReceivedMessageContext message) {
        var body = message.getMessage().getBody();
        return settings.binary() ? new Data.Bytes(body.toBytes()) : new Data.Text(body.toString());
    }

    private void abandon(ServiceBusReceivedMessageContext message, String invocationId) {
        if (!held.contains(message.getMessage())) {
            return;
        }
        try {
            message.abandon();
        } catch (RuntimeException e) {
            // The lock is lost or the broker is gone; either way the broker delivers it again.
            LOG.warn(
                    "Function '{}' (invocation {}): message {} could not be abandoned: {}",
                    function.name(),
                    invocationId,
                    id(message),
                    e.toString());
        }
    }

    private void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String id(ServiceBusReceivedMessageContext message) {
        return message.getMessage().getMessageId();
    }

    private void report(ServiceBusErrorContext error) {
        LOG.warn(
                "Function '{}', queue {}: {} ({})",
                function.name(),
                error.getEntityPath(),
                error.getException().getMessage(),
                error.getErrorSource());
    }

    @Override
    public void stop(Duration patience) {
        stopping = true;
        try {
            calls.awaitAdvanceInterruptibly(calls.arriveAndDeregister(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Function '{}' still runs after {}; its messages are given back", function.name(), patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        processor.close();
        giveBack();
        stopped.countDown();
    }

    /** why after the link is closed: a message that is given back before comes here again. */
    private void giveBack() {
        List<ServiceBusReceivedMessage> left = List.copyOf(held);
        held.clear();
        if (left.isEmpty()) {
            return;
        }
        try (ServiceBusReceiverClient receiver = new ServiceBusClientBuilder()
                .connectionString(settings.connection())
                .receiver()
                .queueName(queue)
                .subQueue(subQueue())
                .disableAutoComplete()
                .buildClient()) {
            left.forEach(receiver::abandon);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Function '{}': {} messages could not be given back and come again when their locks end: {}",
                    function.name(),
                    left.size(),
                    e.toString());
        }
    }
}
