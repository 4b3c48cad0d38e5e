package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void the_sdks_processor_and_sender_survive_a_restart_without_client_code() {
        try (TestBroker broker = TestBroker.inFolder(folder, "")) {
            Set<String> received = ConcurrentHashMap.newKeySet();
            ServiceBusProcessorClient processor = broker.client()
                    .processor()
                    .queueName(TestBroker.QUEUE)
                    .processMessage(context ->
                            received.add(context.getMessage().getBody().toString()))
                    .processError(context -> {})
                    .buildProcessorClient();
            broker.atClose(processor::close);
            processor.start();
            ServiceBusSenderClient sender = broker.sender();
            sender.sendMessage(message("before"));
            await().untilAsserted(() -> assertThat(received).contains("before"));

            broker.restart();
            sender.sendMessage(message("after"));

            // why: the SDK's receiver comes back about 5 s after it was cut off, however soon the port is back.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).contains("after"));
        }
    }
}
