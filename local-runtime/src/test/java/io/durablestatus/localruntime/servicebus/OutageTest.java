package io.durablestatus.localruntime.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process is killed and comes back after a while; the SDK's clients live on. Prints how long they need. */
@Tag("slow")
class OutageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int[] OUTAGE_MILLIS = {0, 1000, 2000, 3000, 4000};

    @TempDir
    private Path folder;

    @Test
    void after_a_kill_the_next_message_is_sent_and_delivered_without_client_code() throws Exception {
        BrokerProcess broker = start(0);
        int port = broker.port();
        Set<String> received = ConcurrentHashMap.newKeySet();
        try (ServiceBusSenderClient sender = broker.client(Duration.ofSeconds(30), 3)
                        .sender()
                        .queueName("jobs")
                        .buildClient();
                ServiceBusProcessorClient processor = processor(broker, received)) {
            processor.start();
            sender.sendMessage(new ServiceBusMessage("before"));
            awaitDelivery(received, "before");
            for (int outage : OUTAGE_MILLIS) {
                long killed = System.nanoTime();
                broker.kill();
                // why: the outage is what is varied here.
                Thread.sleep(outage);
                broker = start(port);
                long back = System.nanoTime();
                String body = "after " + outage;
                sender.sendMessage(new ServiceBusMessage(body));
                long sent = System.nanoTime();
                awaitDelivery(received, body);
                long delivered = System.nanoTime();
                System.out.printf(
                        "killed, port back after %d ms: next send %d ms later, delivered %d ms later%n",
                        millis(killed, back), millis(back, sent), millis(back, delivered));
            }
            assertThat(received).hasSize(1 + OUTAGE_MILLIS.length);
        } finally {
            broker.close();
        }
    }

    private BrokerProcess start(int port) throws IOException {
        return BrokerProcess.start(
                folder, "", port, "--data", folder.resolve("data").toString());
    }

    private static ServiceBusProcessorClient processor(BrokerProcess broker, Set<String> received) {
        return broker.client(Duration.ofSeconds(30), 3)
                .processor()
                .queueName("jobs")
                .processMessage(
                        context -> received.add(context.getMessage().getBody().toString()))
                .processError(context -> {})
                .buildProcessorClient();
    }

    private static void awaitDelivery(Set<String> received, String body) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> received.contains(body));
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }
}
