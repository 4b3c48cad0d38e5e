package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static io.durablestatus.localruntime.servicebus.TestBroker.next;
import static io.durablestatus.localruntime.servicebus.TestBroker.receive;
import static io.durablestatus.localruntime.servicebus.TestBroker.receiveNothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeferOptions;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expiry, duplicates, schedules, deferral and peeking. */
class DelayedMessagesTest {
    private TestBroker broker;

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void an_expired_message_is_dead_lettered_when_the_queue_says_so() {
        broker = TestBroker.withQueue("\"DeadLetteringOnMessageExpiration\": true");
        broker.sender().sendMessage(message("old").setTimeToLive(Duration.ofMinutes(5)));
        broker.advance(Duration.ofMinutes(5));

        ServiceBusReceivedMessage dead = next(broker.deadLetters());

        assertThat(dead.getDeadLetterReason()).isEqualTo("TTLExpiredException");
        assertThat(dead.getDeadLetterErrorDescription()).isEqualTo("The message expired and was dead lettered.");
        broker.advance(Duration.ofDays(100));
        assertThat(broker.counters().deadLettered()).isEqualTo(1);
    }

    @Test
    void an_expired_message_is_dropped_otherwise() {
        broker = TestBroker.withQueue("\"DefaultMessageTimeToLive\": \"PT1M\"");
        broker.sender().sendMessage(message("old").setTimeToLive(Duration.ofMinutes(5)));
        broker.advance(Duration.ofSeconds(59));
        assertThat(broker.counters().active()).isEqualTo(1);

        broker.advance(Duration.ofSeconds(1));

        assertThat(broker.counters().active()).isZero();
        assertThat(broker.counters().expired()).isEqualTo(1);
        assertThat(broker.counters().deadLettered()).isZero();
    }

    @Test
    void a_locked_message_expires_only_when_its_lock_ends() {
        broker = TestBroker.withQueue("\"LockDuration\": \"PT1M\"");
        broker.sender().sendMessage(message("a").setTimeToLive(Duration.ofSeconds(30)));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage locked = next(receiver);

        broker.advance(Duration.ofSeconds(50));

        receiver.complete(locked);
        assertThat(broker.counters().expired()).isZero();
    }

    @Test
    void a_second_message_with_the_same_id_is_dropped_within_the_window() {
        broker = TestBroker.withQueue(
                "\"RequiresDuplicateDetection\": true, \"DuplicateDetectionHistoryTimeWindow\": \"PT5M\"");
        ServiceBusSenderClient sender = broker.sender();
        sender.sendMessage(message("a"));
        ServiceBusReceiverClient receiver = broker.receiver();
        receiver.complete(next(receiver));

        broker.advance(Duration.ofMinutes(4));
        sender.sendMessage(message("a"));
        assertThat(broker.counters().active()).isZero();
        assertThat(broker.counters().duplicates()).isEqualTo(1);

        broker.advance(Duration.ofMinutes(1));
        sender.sendMessage(message("a"));
        assertThat(next(receiver).getBody()).hasToString("a");
    }

    @Test
    void a_duplicate_inside_a_batch_is_dropped_too() {
        broker = TestBroker.withQueue("\"RequiresDuplicateDetection\": true");
        ServiceBusSenderClient sender = broker.sender();
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        List.of("a", "b", "a").forEach(body -> batch.tryAddMessage(message(body)));
        sender.sendMessages(batch);

        assertThat(broker.counters().active()).isEqualTo(2);
    }

    @Test
    void a_scheduled_duplicate_has_a_number_of_its_own_and_nothing_behind_it() {
        broker = TestBroker.withQueue("\"RequiresDuplicateDetection\": true");
        ServiceBusSenderClient sender = broker.sender();
        OffsetDateTime later = broker.clock.instant().plusSeconds(60).atOffset(ZoneOffset.UTC);
        long first = sender.scheduleMessage(message("a"), later);

        long second = sender.scheduleMessage(message("a"), later);

        assertThat(second).isGreaterThan(first);
        // why: the SDK keeps it to itself that there is no such message.
        sender.cancelScheduledMessage(second);
        assertThat(broker.counters().scheduled()).isEqualTo(1);
        sender.cancelScheduledMessage(first);
        assertThat(broker.counters().scheduled()).isZero();
    }

    @Test
    void without_duplicate_detection_the_same_id_comes_twice() {
        broker = TestBroker.withQueue("");
        broker.sender().sendMessage(message("a"));
        broker.sender().sendMessage(message("a"));

        assertThat(receive(broker.receiver(), 2)).hasSize(2);
    }

    @Test
    void a_scheduled_message_arrives_at_its_time_with_a_new_number() {
        broker = TestBroker.withQueue("");
        OffsetDateTime at = broker.clock.instant().plusSeconds(600).atOffset(ZoneOffset.UTC);
        ServiceBusSenderClient sender = broker.sender();
        long number = sender.scheduleMessage(message("later"), at);
        sender.sendMessage(message("now"));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage now = next(receiver);
        assertThat(now.getBody()).hasToString("now");
        receiver.complete(now);
        assertThat(broker.counters().scheduled()).isEqualTo(1);
        assertThat(receiver.peekMessage(number).getState()).isEqualTo(ServiceBusMessageState.SCHEDULED);

        broker.advance(Duration.ofMinutes(10));
        ServiceBusReceivedMessage later = next(receiver);

        assertThat(later.getBody()).hasToString("later");
        assertThat(later.getSequenceNumber()).isGreaterThan(2);
        assertThat(later.getEnqueuedTime()).isEqualTo(at);
        assertThat(later.getScheduledEnqueueTime()).isEqualTo(at);
        assertThat(later.getState()).isEqualTo(ServiceBusMessageState.ACTIVE);
    }

    @Test
    void a_message_sent_with_a_scheduled_time_waits_as_well() {
        broker = TestBroker.withQueue("");
        OffsetDateTime at = broker.clock.instant().plusSeconds(60).atOffset(ZoneOffset.UTC);
        broker.sender().sendMessage(message("later").setScheduledEnqueueTime(at));
        assertThat(broker.counters().scheduled()).isEqualTo(1);

        broker.advance(Duration.ofSeconds(60));

        assertThat(next(broker.receiver()).getBody()).hasToString("later");
    }

    @Test
    void scheduled_messages_are_scheduled_and_cancelled_together() {
        broker = TestBroker.withQueue("");
        OffsetDateTime at = broker.clock.instant().plusSeconds(60).atOffset(ZoneOffset.UTC);
        ServiceBusSenderClient sender = broker.sender();
        List<Long> numbers = new ArrayList<>();
        sender.scheduleMessages(List.of(message("a"), message("b")), at).forEach(numbers::add);

        sender.cancelScheduledMessages(numbers);

        assertThat(numbers).hasSize(2);
        assertThat(broker.counters().scheduled()).isZero();
        broker.advance(Duration.ofMinutes(2));
        assertThat(broker.counters().active()).isZero();
    }

    @Test
    void a_deferred_message_is_received_by_its_number_only() {
        broker = TestBroker.withQueue("");
        broker.sender().sendMessage(message("aside"));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage message = next(receiver);
        receiver.defer(message, new DeferOptions().setPropertiesToModify(Map.of("why", "not yet")));
        assertThat(receiveNothing(receiver)).isEmpty();
        assertThat(broker.counters().deferred()).isEqualTo(1);

        ServiceBusReceivedMessage again = receiver.receiveDeferredMessage(message.getSequenceNumber());

        assertThat(again.getBody()).hasToString("aside");
        assertThat(again.getApplicationProperties()).containsEntry("why", "not yet");
        assertThat(again.getState()).isEqualTo(ServiceBusMessageState.DEFERRED);
        receiver.complete(again);
        assertThat(broker.counters().deferred()).isZero();
    }

    @Test
    void a_deferred_message_can_be_abandoned_deferred_again_and_dead_lettered() {
        broker = TestBroker.withQueue("");
        broker.sender().sendMessage(message("aside"));
        ServiceBusReceiverClient receiver = broker.receiver();
        ServiceBusReceivedMessage message = next(receiver);
        receiver.defer(message);

        receiver.abandon(receiver.receiveDeferredMessage(message.getSequenceNumber()));
        ServiceBusReceivedMessage second = receiver.receiveDeferredMessage(message.getSequenceNumber());
        assertThat(second.getDeliveryCount()).isEqualTo(1);
        receiver.defer(second);
        receiver.deadLetter(receiver.receiveDeferredMessage(message.getSequenceNumber()));

        assertThat(next(broker.deadLetters()).getBody()).hasToString("aside");
        assertThat(broker.counters().deferred()).isZero();
    }

    @Test
    void a_locked_deferred_message_cannot_be_received_twice() {
        broker = TestBroker.withQueue("");
        broker.sender().sendMessage(message("aside"));
        ServiceBusReceiverClient receiver = broker.receiver();
        long number = next(receiver).getSequenceNumber();
        broker.advance(Duration.ofMinutes(1));
        receiver.defer(next(receiver));
        receiver.receiveDeferredMessage(number);

        // why: the SDK turns the broker's message-not-found into "no message".
        assertThat(receiver.receiveDeferredMessageBatch(List.of(number))).isEmpty();
        broker.advance(Duration.ofMinutes(1));
        assertThat(receiver.receiveDeferredMessage(number).getDeliveryCount()).isEqualTo(2);
    }

    @Test
    void peeking_shows_messages_in_every_state_and_takes_none() {
        broker = TestBroker.withQueue("");
        broker.sender().sendMessages(List.of(message("a"), message("b"), message("c")));
        ServiceBusReceiverClient receiver = broker.receiver();
        next(receiver);
        receiver.defer(next(receiver));

        List<ServiceBusReceivedMessage> seen =
                receiver.peekMessages(10, 1).stream().toList();

        assertThat(seen).extracting(m -> m.getBody().toString()).containsExactly("a", "b", "c");
        assertThat(seen)
                .extracting(ServiceBusReceivedMessage::getState)
                .containsExactly(
                        ServiceBusMessageState.ACTIVE, ServiceBusMessageState.DEFERRED, ServiceBusMessageState.ACTIVE);
        assertThat(receiver.peekMessages(1, 3)).hasSize(1);
        assertThat(receiver.peekMessages(10, 4)).isEmpty();
        assertThat(next(receiver).getDeliveryCount()).isZero();
    }

    @Test
    void a_full_queue_refuses_with_quota_exceeded_and_takes_messages_again_when_it_has_room() {
        broker = TestBroker.withQueue("\"MaxSizeInMegabytes\": 1");
        ServiceBusSenderClient sender = broker.sender();
        String body = "x".repeat(200_000);
        for (int i = 0; i < 5; i++) {
            sender.sendMessage(new ServiceBusMessage(body).setMessageId("id-" + i));
        }

        assertThatThrownBy(() -> sender.sendMessage(new ServiceBusMessage(body).setMessageId("one-more")))
                .isInstanceOfSatisfying(
                        ServiceBusException.class,
                        e -> assertThat(e.getReason()).isEqualTo(ServiceBusFailureReason.QUOTA_EXCEEDED));
        next(broker.deleting());
        sender.sendMessage(new ServiceBusMessage(body).setMessageId("one-more"));
        assertThat(broker.counters().active()).isEqualTo(5);
    }
}
