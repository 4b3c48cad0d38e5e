package io.durablestatus.localruntime.servicebus;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.queue.QueueCounters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An emulator with one queue, and Microsoft's clients for it; closes all of them. */
public final class TestBroker implements AutoCloseable {
    public static final String QUEUE = "jobs";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    final MutableClock clock = new MutableClock();
    private final BrokerConfig config;
    private final Path folder;
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private ServiceBusEmulator emulator;

    TestBroker(BrokerConfig config, Path folder) {
        this.config = config;
        this.folder = folder;
        this.emulator = start(0);
    }

    /** With a queue of these properties, as JSON members without braces. */
    public static TestBroker withQueue(String properties) {
        return new TestBroker(config(properties), null);
    }

    static TestBroker inFolder(Path folder, String properties) {
        return new TestBroker(config(properties), folder);
    }

    static BrokerConfig config(String properties) {
        return BrokerConfig.parse("""
                {"UserConfig": {"Namespaces": [{"Name": "ns", "Queues": [
                    {"Name": "%s", "Properties": {%s}}]}]}}""".formatted(QUEUE, properties));
    }

    public ServiceBusEmulator emulator() {
        return emulator;
    }

    QueueCounters counters() {
        return emulator.counters().queues().get(QUEUE);
    }

    QueueCounters deadLetterCounters() {
        return emulator.counters().queues().get(QUEUE + "/$deadletterqueue");
    }

    void advance(Duration by) {
        clock.advance(by);
        emulator.wake();
    }

    /** Stops the broker and starts it anew on the same folder and port; the clients stay. */
    void restart() {
        int port = emulator.port();
        emulator.close();
        emulator = start(port);
    }

    ServiceBusClientBuilder client() {
        return client(emulator.connectionString());
    }

    static ServiceBusClientBuilder client(String connectionString) {
        return new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .retryOptions(new AmqpRetryOptions()
                        .setMaxRetries(3)
                        .setDelay(Duration.ofMillis(100))
                        .setTryTimeout(Duration.ofSeconds(5)));
    }

    ServiceBusSenderClient sender() {
        ServiceBusSenderClient client = client().sender().queueName(QUEUE).buildClient();
        closers.push(client::close);
        return client;
    }

    ServiceBusReceiverClient receiver() {
        return closedLater(
                client().receiver().queueName(QUEUE).disableAutoComplete().buildClient());
    }

    ServiceBusReceiverClient deleting() {
        return closedLater(client().receiver()
                .queueName(QUEUE)
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .disableAutoComplete()
                .buildClient());
    }

    ServiceBusReceiverClient deadLetters() {
        return closedLater(client().receiver()
                .queueName(QUEUE)
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .disableAutoComplete()
                .buildClient());
    }

    /** Runs at the end, last one first, before the broker stops. */
    void atClose(Runnable closer) {
        closers.push(closer);
    }

    private ServiceBusReceiverClient closedLater(ServiceBusReceiverClient client) {
        closers.push(client::close);
        return client;
    }

    static ServiceBusMessage message(String body) {
        return new ServiceBusMessage(body).setMessageId("id-" + body);
    }

    /** The next message; fails when none comes. */
    static ServiceBusReceivedMessage next(ServiceBusReceiverClient receiver) {
        return receive(receiver, 1).get(0);
    }

    /** So many messages; fails when fewer come. */
    static List<ServiceBusReceivedMessage> receive(ServiceBusReceiverClient receiver, int count) {
        List<ServiceBusReceivedMessage> all = new ArrayList<>();
        while (all.size() < count) {
            List<ServiceBusReceivedMessage> some = receiver.receiveMessages(count - all.size(), PATIENCE).stream()
                    .toList();
            if (some.isEmpty()) {
                throw new AssertionError("only " + all.size() + " of " + count + " messages came");
            }
            all.addAll(some);
        }
        return all;
    }

    /** What comes in a short while, at most one. */
    static List<ServiceBusReceivedMessage> receiveNothing(ServiceBusReceiverClient receiver) {
        return receiver.receiveMessages(1, SHORT).stream().toList();
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
        emulator.close();
    }

    private ServiceBusEmulator start(int port) {
        return ServiceBusEmulator.start(new ServiceBusSettings(config, port, folder, false, clock));
    }
}
