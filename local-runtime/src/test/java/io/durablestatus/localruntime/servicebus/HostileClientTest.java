package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.FrameClient.attach;
import static io.durablestatus.localruntime.servicebus.FrameClient.transfer;
import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that breaks the protocol, or uses it up, harms itself only. */
class HostileClientTest {
    private static final int FRAME_BYTES = 60_000;
    private static final int A_MEBIBYTE_IN_FRAMES = 18;

    private final TestBroker broker = TestBroker.withQueue("");

    @AfterEach
    void close() {
        broker.sender().sendMessage(message("the broker still works"));
        broker.close();
    }

    @Test
    void a_transfer_that_is_aborted_leaves_nothing() throws IOException {
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            client.write(attach(Role.SENDER, "s", 0, "jobs"));
            client.await(Flow.class);
            client.write(transfer(0, 0, true), new byte[FRAME_BYTES]);
            Transfer aborted = transfer(0, 0, false);
            aborted.setAborted(true);
            client.write(aborted);
            client.write(transfer(0, 1, false), RawClient.encoded("good"));

            Disposition answer = client.await(Disposition.class);

            assertThat(answer.getState()).isInstanceOf(Accepted.class);
            assertThat(answer.getFirst()).isEqualTo(UnsignedInteger.ONE);
        }
        assertThat(broker.counters().active()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "jobs/$management", "$cbs"})
    void a_transfer_without_end_is_cut_off_and_not_kept(String address) throws IOException {
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            client.write(attach(Role.SENDER, "s", 0, address));
            client.await(Flow.class);
            // why: more than the heap of the tests would hold if it were kept.
            for (int i = 0; i < 40 * A_MEBIBYTE_IN_FRAMES; i++) {
                client.write(transfer(0, 0, true), new byte[FRAME_BYTES]);
            }

            assertThat(client.await(Detach.class).getError().getCondition().toString())
                    .isEqualTo("amqp:link:message-size-exceeded");
        }
    }

    @Test
    void what_is_sent_over_a_refused_link_is_thrown_away() throws IOException {
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            client.write(attach(Role.SENDER, "s", 0, "nope"));
            for (int i = 0; i < 40 * A_MEBIBYTE_IN_FRAMES; i++) {
                client.write(transfer(0, 0, true), new byte[FRAME_BYTES]);
            }

            assertThat(client.await(Detach.class).getError().getCondition().toString())
                    .isEqualTo("amqp:not-found");
        }
    }

    @Test
    void a_handle_or_name_in_use_ends_the_connection() throws IOException {
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            client.write(attach(Role.RECEIVER, "r", 0, "jobs"));
            client.write(attach(Role.RECEIVER, "other", 0, "jobs"));

            assertThat(client.awaitClose()).isEqualTo("amqp:not-allowed");
        }
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            client.write(attach(Role.RECEIVER, "r", 0, "jobs"));
            client.write(attach(Role.RECEIVER, "r", 1, "jobs"));

            assertThat(client.awaitClose()).isEqualTo("amqp:not-allowed");
        }
    }

    @Test
    void a_frame_for_a_link_that_is_not_there_ends_the_connection() throws IOException {
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            client.write(transfer(7, 0, false), RawClient.encoded("x"));

            assertThat(client.awaitClose()).isEqualTo("amqp:connection:framing-error");
            assertThat(client.isClosedByBroker()).isTrue();
        }
    }

    @Test
    void an_outcome_for_deliveries_that_never_were_changes_nothing() throws IOException {
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            for (int last : new int[] {0, 1000, Integer.MAX_VALUE}) {
                Disposition all = new Disposition();
                all.setRole(Role.RECEIVER);
                all.setFirst(UnsignedInteger.ZERO);
                all.setLast(UnsignedInteger.valueOf(last));
                all.setSettled(true);
                all.setState(Accepted.getInstance());
                client.write(all);
            }
            client.write(attach(Role.SENDER, "s", 0, "jobs"));

            assertThat(client.await(Flow.class).getLinkCredit()).isNotNull();
        }
    }

    @Test
    void an_annotation_that_cannot_be_written_again_is_refused() throws IOException {
        Message message = Proton.message();
        message.setMessageAnnotations(new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-a"), new Long[] {1L, 2L})));
        message.setBody(new AmqpValue("x"));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Sender sender = client.sender("jobs");
            client.await(() -> sender.getCredit() > 0);

            Delivery sent = client.send(sender, 0, RawClient.encoded(message));

            assertThat(sent.getRemoteState()).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void an_abandon_with_properties_that_cannot_be_written_is_refused_and_leaves_the_lock() throws IOException {
        broker.sender().sendMessage(message("a"));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver receiver = client.receiver("jobs");
            receiver.flow(1);
            Delivery delivery = client.receive(receiver);
            Modified modified = new Modified();
            modified.setMessageAnnotations(Map.of(Symbol.valueOf("a"), new Long[] {1L}));
            delivery.disposition(modified);
            client.await(delivery::remotelySettled);

            assertThat(delivery.getRemoteState()).isInstanceOf(Rejected.class);
            assertThat(broker.counters().locked()).isEqualTo(1);
        }
    }

    @Test
    void a_number_asked_for_twice_is_given_once() throws IOException {
        broker.sender().sendMessage(message("a"));
        long number;
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver receiver = client.receiver("jobs");
            receiver.flow(1);
            Delivery delivery = client.receive(receiver);
            number = (long) ((Message) delivery.getContext())
                    .getMessageAnnotations()
                    .getValue()
                    .get(Symbol.valueOf("x-opt-sequence-number"));
            Modified deferred = new Modified();
            deferred.setUndeliverableHere(true);
            delivery.disposition(deferred);
            client.await(delivery::remotelySettled);

            Message reply = manage(
                    client,
                    "receive-by-sequence-number",
                    Map.of("sequence-numbers", new Long[] {number, number}, "receiver-settle-mode", 1));

            assertThat((List<?>) ((Map<?, ?>) ((AmqpValue) reply.getBody()).getValue()).get("messages"))
                    .hasSize(1);
        }
    }

    @Test
    void a_scheduled_message_cancelled_twice_in_one_request_is_gone() throws IOException {
        long number = broker.sender()
                .scheduleMessage(
                        message("a"), broker.clock.instant().plusSeconds(60).atOffset(ZoneOffset.UTC));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Message reply =
                    manage(client, "cancel-scheduled-message", Map.of("sequence-numbers", new Long[] {number, number}));

            assertThat(reply.getApplicationProperties().getValue()).containsEntry("statusCode", 200);
        }
        assertThat(broker.counters().scheduled()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "renew-lock",
                "peek-message",
                "schedule-message",
                "cancel-scheduled-message",
                "receive-by-sequence-number",
                "update-disposition",
                "renew-session-lock",
                "get-session-state",
                "set-session-state"
            })
    void a_request_of_the_wrong_shape_is_refused(String operation) throws IOException {
        List<Object> bodies = List.of(
                "text",
                Map.of(),
                Map.of("lock-tokens", "no list", "sequence-numbers", 5, "message-count", "many", "messages", 1L),
                Map.of("lock-tokens", List.of("x"), "sequence-numbers", List.of("y"), "messages", List.of("z")),
                Map.of("lock-tokens", new UUID[] {new UUID(1, 2)}, "disposition-status", "nonsense", "session-id", 5),
                Map.of(
                        "messages",
                        List.of(Map.of("message", "no bytes")),
                        "message-count",
                        -1,
                        "from-sequence-number",
                        1));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            for (Object body : bodies) {
                Message reply = manage(client, operation, body);

                assertThat((int) reply.getApplicationProperties().getValue().get("statusCode"))
                        .isIn(204, 400, 404, 410);
            }
        }
    }

    @Test
    void a_request_that_nobody_waits_for_is_refused() throws IOException {
        Message request = Proton.message();
        request.setReplyTo("nowhere");
        request.setBody(new AmqpValue("x"));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Sender requests = client.sender("jobs/$management");
            client.await(() -> requests.getCredit() > 0);

            Delivery sent = client.send(requests, 0, RawClient.encoded(request));

            assertThat(sent.getRemoteState()).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void who_takes_no_replies_may_not_ask_without_end() throws IOException {
        Message request = Proton.message();
        request.setReplyTo("r");
        request.setBody(new AmqpValue("x"));
        try (RawClient client = new RawClient(broker.emulator().port())) {
            Receiver replies = client.receiver("jobs/$management");
            Sender requests = client.sender("jobs/$management");
            client.await(() -> requests.getCredit() > 0);
            int allowed = requests.getCredit();
            for (int i = 0; i < allowed; i++) {
                client.send(requests, 0, RawClient.encoded(request));
            }
            assertThat(requests.getCredit()).isZero();

            replies.flow(allowed);

            client.await(() -> requests.getCredit() > 0 && replies.getQueued() == allowed);
        }
    }

    private static Message manage(RawClient client, String operation, Object body) throws IOException {
        return client.request("jobs/$management", Map.of("operation", "com.microsoft:" + operation), body);
    }
}
