package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static io.durablestatus.localruntime.servicebus.TestBroker.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SDK never does to the broker, but other clients and faults do. */
class WireTest {
    private static final int BATCH_FORMAT = 0x80013700;
    private static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
    private static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    private final TestBroker broker = TestBroker.withQueue("");

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void a_drain_on_an_empty_queue_is_answered_and_uses_up_the_credit() throws IOException {
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver receiver = client.receiver("jobs");
            receiver.drain(10);

            client.await(() -> !receiver.draining());

            assertThat(receiver.getRemoteCredit()).isZero();
        }
    }

    @Test
    void a_drain_gives_what_is_there_first() throws IOException {
        broker.sender().sendMessage(message("a"));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver receiver = client.receiver("jobs");
            receiver.drain(10);

            client.await(() -> !receiver.draining());

            assertThat(receiver.getQueued()).isEqualTo(1);
            assertThat(receiver.getRemoteCredit()).isZero();
        }
    }

    @Test
    void a_released_message_comes_back_and_did_not_fail() throws IOException {
        broker.sender().sendMessage(message("a"));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver receiver = client.receiver("jobs");
            receiver.flow(1);
            client.await(() -> receiver.current() != null && !receiver.current().isPartial());
            Delivery delivery = receiver.current();
            receiver.advance();
            delivery.disposition(Released.getInstance());
            client.await(delivery::remotelySettled);
            assertThat(delivery.getRemoteState()).isInstanceOf(Released.class);
        }

        assertThat(next(broker.receiver()).getDeliveryCount()).isZero();
    }

    @Test
    void an_unknown_management_operation_is_not_implemented() throws IOException {
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver replies = client.receiver("jobs/$management");
            replies.flow(1);
            Sender requests = client.sender("jobs/$management");
            client.await(() -> requests.getCredit() > 0);
            Message request = Proton.message();
            request.setMessageId("1");
            request.setReplyTo("any");
            request.setApplicationProperties(
                    new ApplicationProperties(Map.of("operation", "com.microsoft:get-message-sessions")));
            byte[] buffer = new byte[1000];
            client.send(requests, 0, Arrays.copyOf(buffer, request.encode(buffer, 0, buffer.length)));
            client.await(() -> replies.current() != null && !replies.current().isPartial());

            byte[] bytes = new byte[replies.current().available()];
            replies.recv(bytes, 0, bytes.length);
            Message reply = Proton.message();
            reply.decode(bytes, 0, bytes.length);

            assertThat(reply.getCorrelationId()).isEqualTo("1");
            assertThat(reply.getApplicationProperties().getValue())
                    .containsEntry("statusCode", 501)
                    .containsEntry("errorCondition", Symbol.valueOf("amqp:not-implemented"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs/$DeadLetterQueue", "JOBS/$DEADLETTERQUEUE", "sb://localhost/jobs/$deadletterqueue"})
    void a_dead_letter_queue_is_found_in_any_spelling(String address) throws IOException {
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver receiver = client.receiver(address);
            client.await(() -> receiver.getRemoteState() == EndpointState.ACTIVE);

            assertThat(receiver.getRemoteSource()).isNotNull();
        }
    }

    @Test
    void a_batch_with_one_bad_message_is_refused_as_a_whole() throws IOException {
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Sender sender = client.sender("jobs");
            client.await(() -> sender.getCredit() > 0);

            Delivery refused = client.send(
                    sender, BATCH_FORMAT, batch(encoded("good"), "no message".getBytes(StandardCharsets.UTF_8)));
            assertThat(refused.getRemoteState()).isInstanceOf(Rejected.class);
            assertThat(broker.counters().active()).isZero();

            Delivery accepted = client.send(sender, BATCH_FORMAT, batch(encoded("one"), encoded("two")));
            assertThat(accepted.getRemoteState()).isInstanceOf(Accepted.class);
            assertThat(broker.counters().active()).isEqualTo(2);
        }
    }

    @Test
    void no_malformed_message_is_accepted_and_then_stuck() throws IOException {
        byte[] good = encoded("good");
        Random random = new Random(42);
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Sender sender = client.sender("jobs");
            client.await(() -> sender.getCredit() > 0);
            for (int i = 0; i < 200; i++) {
                byte[] bad = random.nextBoolean()
                        ? Arrays.copyOf(good, 1 + random.nextInt(good.length - 1))
                        : flipped(good, random.nextInt(good.length), random.nextInt(8));
                client.send(sender, 0, bad);
            }
            client.send(sender, 0, good);
        }

        int accepted = broker.counters().active();
        assertThat(accepted).isBetween(1, 200);
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver receiver = client.receiver("jobs");
            receiver.flow(accepted);
            client.await(() -> receiver.getQueued() == accepted);
        }
    }

    @Test
    void garbage_closes_that_connection_and_no_other() throws IOException {
        ServiceBusReceivedMessage held = sentAndReceived();
        byte[] garbage = new byte[4096];
        new Random(7).nextBytes(garbage);
        for (byte[] beginning :
                new byte[][] {{}, AMQP_HEADER, SASL_HEADER, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
                }) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), broker.emulator().port()));
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(beginning);
                socket.getOutputStream().write(garbage);
                readToEnd(socket);
            }
        }

        assertThat(held.getBody()).hasToString("held");
        broker.sender().sendMessage(message("still works"));
        assertThat(broker.counters().active()).isEqualTo(2);
    }

    @Test
    void a_frame_over_the_limit_closes_that_connection_with_an_error() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), broker.emulator().port()));
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(AMQP_HEADER);
            socket.getOutputStream().write(new byte[] {0x7f, 0, 0, 0, 2, 0, 0, 0});
            readToEnd(socket);
        }
        broker.sender().sendMessage(message("still works"));
        assertThat(broker.counters().active()).isEqualTo(1);
    }

    @Test
    void a_client_that_never_says_who_it_is_is_sent_away() throws IOException {
        AtomicLong elapsed = new AtomicLong(1);
        ServiceBusSettings settings = new ServiceBusSettings(TestBroker.config(""), 0, null, false, new MutableClock());
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(settings, elapsed::get);
                Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), emulator.port()));
            socket.setSoTimeout(10_000);
            await().untilAsserted(
                            () -> assertThat(emulator.counters().connections()).isEqualTo(1));

            elapsed.set(30_001);
            emulator.wake();

            readToEnd(socket);
            assertThat(emulator.counters().connections()).isZero();
        }
    }

    @Test
    void a_client_that_falls_silent_is_closed_after_the_idle_time_out() throws IOException {
        AtomicLong elapsed = new AtomicLong(1);
        ServiceBusSettings settings = new ServiceBusSettings(TestBroker.config(""), 0, null, false, new MutableClock());
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(settings, elapsed::get);
                RawClient client = new RawClient(emulator.port())) {
            client.await(() -> client.session.getRemoteState() == EndpointState.ACTIVE);
            emulator.counters();

            elapsed.set(240_002);
            emulator.wake();

            assertThat(client.readToEnd()).containsExactly("amqp:resource-limit-exceeded");
        }
    }

    private ServiceBusReceivedMessage sentAndReceived() {
        broker.sender().sendMessage(message("held"));
        return next(broker.receiver());
    }

    private static void readToEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // why: a reset is an end as well; it comes when the broker closes with bytes of ours unread.
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 << bit);
        return damaged;
    }

    private static byte[] batch(byte[]... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            out.writeBytes(section(message));
        }
        return out.toByteArray();
    }

    /** A data section. */
    private static byte[] section(byte[] content) {
        Message message = Proton.message();
        message.setBody(new Data(new Binary(content)));
        byte[] buffer = new byte[content.length + 100];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }

    private static byte[] encoded(String body) {
        Message message = Proton.message();
        message.setMessageId(body);
        message.setSubject("subject");
        message.setBody(new Data(new Binary(body.getBytes(StandardCharsets.UTF_8))));
        byte[] buffer = new byte[1000];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }
}
