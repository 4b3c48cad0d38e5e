package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static io.durablestatus.localruntime.servicebus.TestBroker.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverClient;
import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import io.durablestatus.localruntime.servicebus.config.SharedAccessKey;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused, is refused at once and with an error the SDK understands. */
class RefusalTest {
    private TestBroker broker = TestBroker.withQueue("");

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void an_unknown_queue_is_not_found() {
        ServiceBusSenderClient sender =
                broker.client().sender().queueName("nope").buildClient();
        broker.atClose(sender::close);

        Throwable refused = refusedAtOnce(() -> sender.sendMessage(message("x")));

        assertThat(refused)
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("The messaging entity 'nope' could not be found");
        assertThat(((ServiceBusException) refused).getReason())
                .isEqualTo(ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND);
    }

    @Test
    void a_topic_is_not_found() {
        ServiceBusReceiverClient receiver = broker.client()
                .receiver()
                .topicName("topic.1")
                .subscriptionName("s")
                .buildClient();
        broker.atClose(receiver::close);

        assertThat(refusedAtOnce(() -> next(receiver))).hasStackTraceContaining("could not be found");
    }

    @Test
    void sending_to_a_dead_letter_queue_is_not_allowed() {
        ServiceBusSenderClient sender =
                broker.client().sender().queueName("jobs/$DeadLetterQueue").buildClient();
        broker.atClose(sender::close);

        assertThat(refusedAtOnce(() -> sender.sendMessage(message("x"))))
                .hasStackTraceContaining("Sending to a dead-letter queue is not allowed");
    }

    @Test
    void dead_lettering_out_of_a_dead_letter_queue_changes_nothing() {
        broker.sender().sendMessage(message("x"));
        ServiceBusReceiverClient receiver = broker.receiver();
        receiver.deadLetter(next(receiver));
        ServiceBusReceiverClient deadLetters = broker.deadLetters();

        deadLetters.deadLetter(next(deadLetters));

        assertThat(broker.counters().deadLettered()).isEqualTo(1);
        broker.advance(Duration.ofMinutes(1));
        deadLetters.complete(next(deadLetters));
    }

    @Test
    void a_session_of_a_queue_without_sessions_is_not_allowed() {
        ServiceBusSessionReceiverClient sessions =
                broker.client().sessionReceiver().queueName("jobs").buildClient();
        broker.atClose(sessions::close);

        assertThat(refusedAtOnce(() -> sessions.acceptSession("a"))).hasStackTraceContaining("has no sessions");
    }

    @Test
    void a_transaction_is_not_implemented() {
        ServiceBusSenderClient sender = broker.sender();

        assertThat(refusedAtOnce(sender::createTransaction)).hasStackTraceContaining("Transactions are not supported");
    }

    @Test
    void a_wrong_key_is_unauthorized_at_once_and_the_right_one_works() {
        broker.close();
        broker = new TestBroker(
                BrokerConfig.of(QueueConfig.named("jobs"))
                        .withAccessKey(new SharedAccessKey("RootManageSharedAccessKey", "right")),
                null);
        ServiceBusSenderClient wrong =
                sender(broker.emulator().connectionString().replace("=right", "=wrong"));
        ServiceBusSenderClient wrongName =
                sender(broker.emulator().connectionString().replace("RootManageSharedAccessKey", "Other"));

        for (ServiceBusSenderClient sender : new ServiceBusSenderClient[] {wrong, wrongName}) {
            assertThat(refusedAtOnce(() -> sender.sendMessage(message("x"))))
                    .asInstanceOf(throwable(ServiceBusException.class))
                    .extracting(ServiceBusException::getReason)
                    .isEqualTo(ServiceBusFailureReason.UNAUTHORIZED);
        }
        broker.sender().sendMessage(message("x"));
        assertThat(next(broker.receiver()).getBody()).hasToString("x");
    }

    @Test
    void a_taken_port_is_refused_with_what_to_do() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceBusSettings settings = new ServiceBusSettings(
                    BrokerConfig.of(QueueConfig.named("jobs")),
                    taken.getLocalPort(),
                    null,
                    false,
                    InstantSource.system());

            assertThatThrownBy(() -> ServiceBusEmulator.start(settings))
                    .isInstanceOf(ServiceBusStartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("--port");
        }
    }

    private ServiceBusSenderClient sender(String connectionString) {
        ServiceBusClientBuilder builder = TestBroker.client(connectionString);
        ServiceBusSenderClient sender = builder.sender().queueName("jobs").buildClient();
        broker.atClose(sender::close);
        return sender;
    }

    /** What the call throws; it must not wait for the SDK's retries, of which the shortest series takes 5 s. */
    private static Throwable refusedAtOnce(ThrowingCallable call) {
        Instant start = Instant.now();
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isNotNull();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        return thrown;
    }
}
