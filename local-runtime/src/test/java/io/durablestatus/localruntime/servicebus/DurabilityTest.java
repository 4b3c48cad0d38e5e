package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static io.durablestatus.localruntime.servicebus.TestBroker.next;
import static io.durablestatus.localruntime.servicebus.TestBroker.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.AbandonOptions;
import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after a restart. */
class DurabilityTest {
    @TempDir
    private Path folder;

    private TestBroker broker;

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void messages_come_back_as_they_were_and_completed_ones_do_not() {
        broker = TestBroker.inFolder(folder, "");
        broker.sender().sendMessages(List.of(message("done"), message("held"), message("failed"), message("new")));
        ServiceBusReceiverClient receiver = broker.receiver();
        List<ServiceBusReceivedMessage> got = receive(receiver, 3);
        receiver.complete(got.get(0));
        receiver.abandon(got.get(2), new AbandonOptions().setPropertiesToModify(Map.of("k", "v")));
        receiver.close();

        broker.restart();
        List<ServiceBusReceivedMessage> back = receive(broker.receiver(), 3);

        assertThat(back).extracting(m -> m.getBody().toString()).containsExactly("held", "failed", "new");
        assertThat(back)
                .extracting(ServiceBusReceivedMessage::getSequenceNumber)
                .containsExactly(2L, 3L, 4L);
        assertThat(back.get(1).getDeliveryCount()).isEqualTo(1);
        assertThat(back.get(1).getApplicationProperties()).containsEntry("k", "v");
        assertThat(back.get(2).getDeliveryCount()).isZero();
    }

    @Test
    void numbers_go_on_where_they_ended() {
        broker = TestBroker.inFolder(folder, "");
        broker.sender().sendMessage(message("a"));
        next(broker.deleting());

        broker.restart();
        broker.sender().sendMessage(message("b"));

        assertThat(next(broker.receiver()).getSequenceNumber()).isEqualTo(2);
    }

    @Test
    void deferred_scheduled_and_dead_lettered_messages_and_seen_ids_survive() {
        broker = TestBroker.inFolder(folder, "\"RequiresDuplicateDetection\": true");
        ServiceBusSenderClient sender = broker.sender();
        sender.sendMessages(List.of(message("deferred"), message("dead")));
        ServiceBusReceiverClient receiver = broker.receiver();
        List<ServiceBusReceivedMessage> got = receive(receiver, 2);
        receiver.defer(got.get(0));
        receiver.deadLetter(got.get(1));
        OffsetDateTime at = broker.clock.instant().plusSeconds(60).atOffset(ZoneOffset.UTC);
        sender.scheduleMessage(message("scheduled"), at);

        broker.restart();
        broker.sender().sendMessage(message("dead"));

        assertThat(broker.counters().duplicates()).isEqualTo(1);
        ServiceBusReceiverClient again = broker.receiver();
        assertThat(again.receiveDeferredMessage(got.get(0).getSequenceNumber()).getBody())
                .hasToString("deferred");
        assertThat(next(broker.deadLetters()).getBody()).hasToString("dead");
        broker.advance(Duration.ofSeconds(60));
        assertThat(next(again).getBody()).hasToString("scheduled");
    }

    @Test
    void the_state_of_a_session_survives() {
        broker = TestBroker.inFolder(folder, "\"RequiresSession\": true");
        byte[] state = "state".getBytes(StandardCharsets.UTF_8);
        session().setSessionState(state);

        broker.restart();

        assertThat(session().getSessionState()).isEqualTo(state);
    }

    @Test
    void what_was_acknowledged_is_on_disk_before_the_broker_stops() throws IOException {
        broker = TestBroker.inFolder(folder, "");
        broker.sender().sendMessage(message("a"));
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(folder.resolve("queues.journal"), copy.resolve("queues.journal"));

        try (TestBroker other = TestBroker.inFolder(copy, "")) {
            assertThat(next(other.receiver()).getBody()).hasToString("a");
        }
    }

    @Test
    void a_journal_of_finished_messages_is_rewritten_while_the_broker_works() throws IOException {
        broker = TestBroker.inFolder(folder, "");
        ServiceBusSenderClient sender = broker.sender();
        sender.sendMessage(message("kept"));
        ServiceBusReceiverClient receiver = broker.deleting();
        ServiceBusReceiverClient holder = broker.receiver();
        ServiceBusReceivedMessage kept = next(holder);
        long written = 0;
        while (written < 80L << 20) {
            sender.sendMessage(new ServiceBusMessage(new byte[200_000]));
            written += next(receiver).getBody().toBytes().length;
        }

        assertThat(Files.size(folder.resolve("queues.journal"))).isLessThan(64L << 20);
        holder.abandon(kept);
        broker.restart();

        assertThat(next(broker.receiver()).getBody()).hasToString("kept");
        assertThat(broker.counters().active()).isEqualTo(1);
    }

    @Test
    void a_second_broker_on_the_folder_refuses_to_start() {
        broker = TestBroker.inFolder(folder, "");
        ServiceBusSettings settings = new ServiceBusSettings(
                BrokerConfig.of(QueueConfig.named("jobs")), 0, folder, false, InstantSource.system());

        assertThatThrownBy(() -> ServiceBusEmulator.start(settings))
                .isInstanceOf(ServiceBusStartException.class)
                .hasMessageContaining("is in use by another process of the local runtime");
    }

    @Test
    void a_queue_that_still_holds_messages_cannot_be_configured_away() {
        broker = TestBroker.inFolder(folder, "");
        broker.sender().sendMessage(message("a"));
        broker.close();
        ServiceBusSettings settings = new ServiceBusSettings(
                BrokerConfig.of(QueueConfig.named("other")), 0, folder, false, InstantSource.system());

        assertThatThrownBy(() -> ServiceBusEmulator.start(settings))
                .isInstanceOf(ServiceBusStartException.class)
                .hasMessageContaining("jobs (1 messages)");
    }

    private ServiceBusReceiverClient session() {
        var sessions =
                broker.client().sessionReceiver().queueName(TestBroker.QUEUE).buildClient();
        broker.atClose(sessions::close);
        return sessions.acceptSession("a");
    }
}
