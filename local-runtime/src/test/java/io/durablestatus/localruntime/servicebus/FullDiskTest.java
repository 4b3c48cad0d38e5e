package io.durablestatus.localruntime.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real process on a file system that takes no more. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the disk is made small by ulimit")
class FullDiskTest {
    private static final int BLOCKS = 1024;
    private static final int BODY_BYTES = 60_000;
    private static final Duration TRY = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void what_the_journal_cannot_take_is_refused_and_all_that_was_acknowledged_is_still_there() throws IOException {
        List<String> acknowledged = new ArrayList<>();
        try (BrokerProcess broker = BrokerProcess.startOnSmallDisk(BLOCKS, folder, data())) {
            try (ServiceBusSenderClient sender = sender(broker)) {
                assertThatThrownBy(() -> fill(sender, acknowledged)).isInstanceOf(RuntimeException.class);
                assertThat(acknowledged).isNotEmpty();

                // why: the broker goes on, and a smaller message may still fit.
                sender.sendMessage(message("small", 10));
                acknowledged.add("small");
            }
            assertThat(peek(broker)).isEqualTo(acknowledged);
        }
        try (BrokerProcess broker = BrokerProcess.start(folder, "", 0, data())) {
            assertThat(receive(broker, acknowledged.size())).isEqualTo(acknowledged);
        }
    }

    private String[] data() {
        return new String[] {"--data", folder.resolve("data").toString()};
    }

    /** Sends until it is refused, at the latest when the disk would be twice full. */
    private static void fill(ServiceBusSenderClient sender, List<String> acknowledged) {
        for (int i = 0; i < 2 * BLOCKS * 512 / BODY_BYTES; i++) {
            sender.sendMessage(message("m" + i, BODY_BYTES));
            acknowledged.add("m" + i);
        }
    }

    private static ServiceBusMessage message(String id, int bytes) {
        return new ServiceBusMessage(new byte[bytes]).setMessageId(id);
    }

    private static ServiceBusSenderClient sender(BrokerProcess broker) {
        // why: no second try, a message that does not fit would not fit then either.
        return broker.client(TRY, 0).sender().queueName("jobs").buildClient();
    }

    private static List<String> peek(BrokerProcess broker) {
        try (ServiceBusReceiverClient receiver =
                broker.client(TRY, 1).receiver().queueName("jobs").buildClient()) {
            return receiver.peekMessages(1000).stream()
                    .map(ServiceBusReceivedMessage::getMessageId)
                    .toList();
        }
    }

    private static List<String> receive(BrokerProcess broker, int count) {
        List<String> ids = new ArrayList<>();
        try (ServiceBusReceiverClient receiver = broker.client(TRY, 1)
                .receiver()
                .queueName("jobs")
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .buildClient()) {
            while (ids.size() < count) {
                List<String> some = receiver.receiveMessages(count - ids.size(), TRY).stream()
                        .map(ServiceBusReceivedMessage::getMessageId)
                        .toList();
                assertThat(some).as("after " + ids).isNotEmpty();
                ids.addAll(some);
            }
        }
        return ids;
    }
}
