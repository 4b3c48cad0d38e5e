package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static io.durablestatus.localruntime.servicebus.TestBroker.next;
import static io.durablestatus.localruntime.servicebus.TestBroker.receive;
import static io.durablestatus.localruntime.servicebus.TestBroker.receiveNothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.models.AmqpAnnotatedMessage;
import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.AbandonOptions;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendAndReceiveTest {
    private final TestBroker broker = TestBroker.withQueue("\"LockDuration\": \"PT30S\", \"MaxDeliveryCount\": 3");

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void a_message_arrives_as_it_was_sent() {
        ServiceBusMessage sent = new ServiceBusMessage("{\"x\": 1}")
                .setMessageId("m-1")
                .setContentType("application/json")
                .setCorrelationId("c-1")
                .setSubject("start")
                .setReplyTo("answers")
                .setPartitionKey("p");
        OffsetDateTime time = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
        sent.getApplicationProperties().putAll(Map.of("n", 7L, "s", "text", "b", true, "t", time, "d", 1.5));
        broker.sender().sendMessage(sent);

        ServiceBusReceivedMessage got = next(broker.receiver());

        assertThat(got.getBody()).hasToString("{\"x\": 1}");
        assertThat(got.getMessageId()).isEqualTo("m-1");
        assertThat(got.getContentType()).isEqualTo("application/json");
        assertThat(got.getCorrelationId()).isEqualTo("c-1");
        assertThat(got.getSubject()).isEqualTo("start");
        assertThat(got.getReplyTo()).isEqualTo("answers");
        assertThat(got.getPartitionKey()).isEqualTo("p");
        assertThat(got.getApplicationProperties())
                .containsEntry("n", 7L)
                .containsEntry("s", "text")
                .containsEntry("b", true)
                .containsEntry("t", time)
                .containsEntry("d", 1.5);
        assertThat(got.getSequenceNumber()).isEqualTo(1);
        assertThat(got.getDeliveryCount()).isZero();
        assertThat(got.getEnqueuedTime().toInstant()).isEqualTo(broker.clock.instant());
        assertThat(got.getLockedUntil().toInstant())
                .isEqualTo(broker.clock.instant().plusSeconds(30));
        assertThat(got.getLockToken()).isNotEqualTo("00000000-0000-0000-0000-000000000000");
    }

    @Test
    void a_body_that_is_a_value_or_a_sequence_passes_through() {
        broker.sender().sendMessage(new ServiceBusMessage(AmqpMessageBody.fromValue(42L)));
        broker.sender().sendMessage(new ServiceBusMessage(AmqpMessageBody.fromSequence(List.of(1L, "two"))));

        List<AmqpAnnotatedMessage> got = receive(broker.receiver(), 2).stream()
                .map(ServiceBusReceivedMessage::getRawAmqpMessage)
                .toList();

        assertThat(got.get(0).getBody().getValue()).isEqualTo(42L);
        assertThat(got.get(1).getBody().getSequence()).isEqualTo(List.of(1L, "two"));
    }

    @Test
    void a_message_without_an_id_gets_one() {
        broker.sender().sendMessage(new ServiceBusMessage("body"));

        assertThat(next(broker.receiver()).getMessageId()).matches("[0-9a-f]{32}");
    }

    @Test
    void every_message_of_a_batch_arrives_in_order() {
        ServiceBusSenderClient sender = broker.sender();
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        IntStream.range(0, 10)
                .forEach(i -> assertThat(batch.tryAddMessage(message("b" + i))).isTrue());
        sender.sendMessages(batch);

        assertThat(receive(broker.receiver(), 10))
                .extracting(m -> m.getBody().toString())
                .containsExactly("b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9");
    }

    @Test
    void a_completed_message_is_gone() {
        broker.sender().sendMessage(message("a"));
        ServiceBusReceiverClient receiver = broker.receiver();

        receiver.complete(next(receiver));

        assertThat(broker.counters().active()).isZero();
        broker.advance(Duration.ofMinutes(1));
        assertThat(receiveNothing(receiver)).isEmpty();
    }

    @Test
    void receive_and_delete_takes_the_message_out() {
        broker.sender().sendMessage(message("a"));

        assertThat(next(broker.deleting()).getBody()).hasToString("a");
        assertThat(broker.counters().active()).isZero();
    }

    @Test
    void an_abandoned_message_returns_to_its_place_with_the_changed_properties() {
        broker.sender().sendMessages(List.of(message("a"), message("b")));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage first = next(receiver);

        receiver.abandon(first, new AbandonOptions().setPropertiesToModify(Map.of("attempt", 1)));
        List<ServiceBusReceivedMessage> again = receive(receiver, 2);

        assertThat(again).extracting(m -> m.getBody().toString()).containsExactly("a", "b");
        assertThat(again.get(0).getDeliveryCount()).isEqualTo(1);
        assertThat(again.get(0).getApplicationProperties()).containsEntry("attempt", 1);
        assertThat(again.get(0).getLockToken()).isNotEqualTo(first.getLockToken());
    }

    @Test
    void a_message_that_fails_too_often_is_dead_lettered_with_the_reason() {
        broker.sender().sendMessage(message("poison"));
        ServiceBusReceiverClient receiver = broker.receiver();
        for (int attempt = 0; attempt < 3; attempt++) {
            ServiceBusReceivedMessage message = next(receiver);
            assertThat(message.getDeliveryCount()).isEqualTo(attempt);
            receiver.abandon(message);
        }

        ServiceBusReceiverClient deadLetters = broker.deadLetters();
        ServiceBusReceivedMessage dead = next(deadLetters);

        assertThat(dead.getBody()).hasToString("poison");
        assertThat(dead.getMessageId()).isEqualTo("id-poison");
        assertThat(dead.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
        assertThat(dead.getDeadLetterErrorDescription())
                .isEqualTo("Message could not be consumed after 3 delivery attempts.");
        assertThat(dead.getDeadLetterSource()).isEqualTo("jobs");
        deadLetters.complete(dead);
        assertThat(broker.counters().deadLettered()).isZero();
        assertThat(broker.counters().active()).isZero();
    }

    @Test
    void a_message_is_dead_lettered_with_reason_description_and_properties() {
        broker.sender().sendMessage(message("bad"));
        ServiceBusReceiverClient receiver = broker.receiver();

        receiver.deadLetter(
                next(receiver),
                new DeadLetterOptions()
                        .setDeadLetterReason("invalid")
                        .setDeadLetterErrorDescription("no such column")
                        .setPropertiesToModify(Map.of("seenBy", "test")));

        ServiceBusReceivedMessage dead = next(broker.deadLetters());
        assertThat(dead.getDeadLetterReason()).isEqualTo("invalid");
        assertThat(dead.getDeadLetterErrorDescription()).isEqualTo("no such column");
        assertThat(dead.getApplicationProperties()).containsEntry("seenBy", "test");
    }

    @Test
    void a_message_abandoned_in_the_dead_letter_queue_stays_there_however_often() {
        broker.sender().sendMessage(message("bad"));
        ServiceBusReceiverClient receiver = broker.receiver();
        receiver.deadLetter(next(receiver));
        ServiceBusReceiverClient deadLetters = broker.deadLetters();

        for (int attempt = 0; attempt < 5; attempt++) {
            ServiceBusReceivedMessage dead = next(deadLetters);
            assertThat(dead.getDeliveryCount()).isEqualTo(attempt);
            deadLetters.abandon(dead);
        }

        assertThat(next(deadLetters).getBody()).hasToString("bad");
    }

    @Test
    void a_lock_that_ends_gives_the_message_back_and_counts_as_a_failed_delivery() {
        broker.sender().sendMessage(message("slow"));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage first = next(receiver);

        broker.advance(Duration.ofSeconds(30));
        ServiceBusReceivedMessage second = next(receiver);

        assertThat(second.getDeliveryCount()).isEqualTo(1);
        assertThatThrownBy(() -> receiver.complete(first))
                .isInstanceOfSatisfying(
                        ServiceBusException.class,
                        e -> assertThat(e.getReason()).isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
        receiver.complete(second);
    }

    @Test
    void a_renewed_lock_lasts_longer() {
        broker.sender().sendMessage(message("long"));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage message = next(receiver);

        broker.advance(Duration.ofSeconds(20));
        OffsetDateTime until = receiver.renewMessageLock(message);
        broker.advance(Duration.ofSeconds(20));

        assertThat(until.toInstant()).isEqualTo(broker.clock.instant().plusSeconds(10));
        receiver.complete(message);
        assertThat(broker.counters().active()).isZero();
    }

    @Test
    void a_lost_lock_cannot_be_renewed() {
        broker.sender().sendMessage(message("late"));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage message = next(receiver);
        broker.advance(Duration.ofSeconds(31));

        assertThatThrownBy(() -> receiver.renewMessageLock(message))
                .isInstanceOfSatisfying(
                        ServiceBusException.class,
                        e -> assertThat(e.getReason()).isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
    }

    @Test
    void a_lock_survives_the_connection_it_was_given_to() {
        broker.sender().sendMessage(message("a"));
        ServiceBusReceiverClient gone = broker.receiver();
        next(gone);

        assertThat(receiveNothing(broker.receiver())).isEmpty();
        broker.advance(Duration.ofSeconds(30));
        assertThat(next(broker.receiver()).getDeliveryCount()).isEqualTo(1);
    }

    @Test
    void a_large_message_of_many_frames_arrives_whole() {
        byte[] body = new byte[200_000];
        new Random(1).nextBytes(body);
        broker.sender().sendMessage(new ServiceBusMessage(BinaryData.fromBytes(body)));

        assertThat(next(broker.receiver()).getBody().toBytes()).isEqualTo(body);
    }

    @Test
    void a_message_over_the_limit_is_refused_at_once() {
        ServiceBusSenderClient sender = broker.sender();
        ServiceBusMessage tooLarge = new ServiceBusMessage("x".repeat(300_000).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> sender.sendMessage(tooLarge))
                .isInstanceOfSatisfying(
                        ServiceBusException.class,
                        e -> assertThat(e.getReason()).isEqualTo(ServiceBusFailureReason.MESSAGE_SIZE_EXCEEDED));
    }
}
