package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static io.durablestatus.localruntime.servicebus.TestBroker.next;
import static io.durablestatus.localruntime.servicebus.TestBroker.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final TestBroker broker =
            TestBroker.withQueue("\"RequiresSession\": true, \"LockDuration\": \"PT30S\", \"MaxDeliveryCount\": 2");

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void a_session_is_accepted_by_id_and_gives_its_messages_only_in_order() {
        send("a", "1", "2");
        send("b", "3");

        ServiceBusReceiverClient session = accept("a");
        List<ServiceBusReceivedMessage> got = receive(session, 2);

        assertThat(got).extracting(m -> m.getBody().toString()).containsExactly("1", "2");
        assertThat(got).extracting(ServiceBusReceivedMessage::getSessionId).containsOnly("a");
        got.forEach(session::complete);
        assertThat(broker.counters().active()).isEqualTo(1);
    }

    @Test
    void the_next_session_is_the_free_one_with_the_oldest_message() {
        send("b", "1");
        send("a", "2");
        ServiceBusSessionReceiverClient sessions = sessions();

        assertThat(closedLater(sessions.acceptNextSession()).getSessionId()).isEqualTo("b");
        assertThat(closedLater(sessions.acceptNextSession()).getSessionId()).isEqualTo("a");
    }

    @Test
    void who_asks_for_any_session_waits_until_one_has_a_message() throws Exception {
        ServiceBusSessionReceiverClient sessions = sessions();
        CompletableFuture<ServiceBusReceiverClient> waiting =
                CompletableFuture.supplyAsync(sessions::acceptNextSession);
        await().untilAsserted(() ->
                assertThat(broker.emulator().counters().connections()).isEqualTo(1));
        send("late", "1");

        assertThat(closedLater(waiting.get(10, TimeUnit.SECONDS)).getSessionId())
                .isEqualTo("late");
    }

    @Test
    void a_locked_session_is_refused_to_a_second_client() {
        send("a", "1");
        accept("a");

        assertThatThrownBy(() -> sessions().acceptSession("a"))
                .isInstanceOf(AmqpException.class)
                .hasMessageContaining("cannot be accepted");
    }

    @Test
    void a_closed_session_is_free_again_and_its_messages_did_not_fail() {
        send("a", "1");
        ServiceBusReceiverClient first = accept("a");
        next(first);
        first.close();

        assertThat(next(accept("a")).getDeliveryCount()).isZero();
    }

    @Test
    void the_state_of_a_session_is_kept() {
        ServiceBusReceiverClient session = accept("a");
        assertThat(session.getSessionState()).isNull();

        session.setSessionState("step 2".getBytes(StandardCharsets.UTF_8));
        session.close();
        ServiceBusReceiverClient again = accept("a");

        assertThat(again.getSessionState()).asString(StandardCharsets.UTF_8).isEqualTo("step 2");
        again.setSessionState(null);
        assertThat(again.getSessionState()).isNull();
    }

    @Test
    void a_renewed_session_lock_lasts_longer() {
        send("a", "1");
        ServiceBusReceiverClient session = accept("a");
        ServiceBusReceivedMessage message = next(session);

        broker.advance(Duration.ofSeconds(20));
        assertThat(session.renewSessionLock().toInstant())
                .isEqualTo(broker.clock.instant().plusSeconds(30));
        broker.advance(Duration.ofSeconds(20));

        session.complete(message);
        assertThat(broker.counters().active()).isZero();
    }

    @Test
    void a_lost_session_lock_counts_its_locked_messages_as_failed() {
        send("a", "1");
        ServiceBusReceiverClient session = accept("a");
        next(session);

        broker.advance(Duration.ofSeconds(30));

        assertThatThrownBy(session::renewSessionLock)
                .isInstanceOfSatisfying(
                        ServiceBusException.class,
                        e -> assertThat(e.getReason()).isEqualTo(ServiceBusFailureReason.SESSION_LOCK_LOST));
        ServiceBusReceivedMessage again = next(accept("a"));
        assertThat(again.getDeliveryCount()).isEqualTo(1);
    }

    @Test
    void a_deferred_message_of_a_session_is_received_within_it() {
        send("a", "1");
        ServiceBusReceiverClient session = accept("a");
        ServiceBusReceivedMessage message = next(session);
        session.defer(message);

        ServiceBusReceivedMessage again = session.receiveDeferredMessage(message.getSequenceNumber());

        session.complete(again);
        assertThat(broker.counters().deferred()).isZero();
    }

    @Test
    void the_dead_letter_queue_has_no_sessions() {
        send("a", "1");
        ServiceBusReceiverClient session = accept("a");
        session.deadLetter(next(session));

        assertThat(next(broker.deadLetters()).getSessionId()).isEqualTo("a");
    }

    @Test
    void a_message_without_a_session_is_refused() {
        assertThatThrownBy(() -> broker.sender().sendMessage(message("x"))).hasMessageContaining("requires sessions");
    }

    @Test
    void a_receiver_without_a_session_is_refused_at_once() {
        assertThatThrownBy(() -> next(broker.receiver())).hasStackTraceContaining("requires sessions");
    }

    private void send(String sessionId, String... bodies) {
        for (String body : bodies) {
            broker.sender().sendMessage(message(body).setSessionId(sessionId));
        }
    }

    /** Of a client of its own: within one client the SDK would reuse the link. */
    private ServiceBusReceiverClient accept(String sessionId) {
        return closedLater(sessions().acceptSession(sessionId));
    }

    private ServiceBusSessionReceiverClient sessions() {
        ServiceBusSessionReceiverClient client = broker.client()
                .sessionReceiver()
                .queueName(TestBroker.QUEUE)
                .disableAutoComplete()
                .buildClient();
        broker.atClose(client::close);
        return client;
    }

    private ServiceBusReceiverClient closedLater(ServiceBusReceiverClient session) {
        broker.atClose(session::close);
        return session;
    }
}
