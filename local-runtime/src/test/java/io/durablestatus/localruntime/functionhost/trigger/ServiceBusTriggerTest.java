package io.durablestatus.localruntime.functionhost.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import io.durablestatus.localruntime.functionhost.worker.FunctionMethod;
import io.durablestatus.localruntime.functionhost.worker.Worker;
import io.durablestatus.localruntime.servicebus.ServiceBusEmulator;
import io.durablestatus.localruntime.servicebus.ServiceBusSettings;
import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceBusTriggerTest {
    private static final CountDownLatch CALLED = new CountDownLatch(1);
    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    /** The function under the trigger: deaf to everything but its latch. */
    public static final class Endless {
        public void run(@ServiceBusQueueTrigger(name = "message", queueName = "", connection = "") String message) {
            CALLED.countDown();
            while (GO_ON.getCount() > 0) {
                try {
                    GO_ON.await();
                } catch (InterruptedException e) {
                    // why: that it is told to stop is what it does not hear.
                }
            }
        }
    }

    @Test
    void messages_that_are_held_when_patience_ends_are_given_back() throws InterruptedException {
        BrokerConfig queues = BrokerConfig.of(QueueConfig.named("q"));
        ServiceBusSettings settings = new ServiceBusSettings(queues, 0, null, false, InstantSource.system());
        try (ServiceBusEmulator bus = ServiceBusEmulator.start(settings)) {
            ServiceBusTrigger trigger = trigger(bus.connectionString());
            trigger.start();
            send(bus, "called");
            assertThat(CALLED.await(20, TimeUnit.SECONDS)).isTrue();
            Thread stop = new Thread(() -> trigger.stop(Duration.ofSeconds(2)));
            stop.start();
            await().until(() -> stop.getState() == Thread.State.TIMED_WAITING);
            send(bus, "too late");
            stop.join();

            try (ServiceBusReceiverClient receiver =
                    sdk(bus).receiver().queueName("q").disableAutoComplete().buildClient()) {
                assertThat(receiver.receiveMessages(2, Duration.ofSeconds(20)))
                        .as("long before their locks of a minute end")
                        .extracting(message -> message.getBody() + " " + message.getDeliveryCount())
                        .containsExactly("called 1", "too late 1");
            }
        } finally {
            GO_ON.countDown();
        }
    }

    private static void send(ServiceBusEmulator bus, String body) {
        try (ServiceBusSenderClient sender = sdk(bus).sender().queueName("q").buildClient()) {
            sender.sendMessage(new ServiceBusMessage(body));
        }
    }

    private static ServiceBusClientBuilder sdk(ServiceBusEmulator bus) {
        return new ServiceBusClientBuilder().connectionString(bus.connectionString());
    }

    private ServiceBusTrigger trigger(String connection) {
        ClassLoader loader = getClass().getClassLoader();
        FunctionMethod method = FunctionMethod.find("Endless", Endless.class.getName(), "run", loader);
        return new ServiceBusTrigger(
                new TriggeredFunction("Endless", method, Worker.of(loader), Map.of(), Map.of()),
                new ServiceBusTrigger.Settings(connection, "q", "message", false, true, 2, 0, Duration.ofMinutes(5)));
    }
}
