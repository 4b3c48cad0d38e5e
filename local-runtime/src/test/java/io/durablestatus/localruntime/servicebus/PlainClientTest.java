package io.durablestatus.localruntime.servicebus;

import static io.durablestatus.localruntime.servicebus.TestBroker.message;
import static io.durablestatus.localruntime.servicebus.TestBroker.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is legal AMQP, though Microsoft's clients do not do it: rhea, Qpid JMS and others may. */
class PlainClientTest {
    private static final int MORE_THAN_AN_INT = -1;

    private final TestBroker broker = TestBroker.withQueue("");

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void the_broker_listens_on_both_loopback_addresses(String host) throws IOException {
        try (RawClient client =
                new RawClient(host, broker.emulator().port(), sasl -> sasl.setMechanisms("ANONYMOUS"))) {
            Sender sender = client.sender("jobs");
            client.await(() -> sender.getCredit() > 0);
        }
    }

    @Test
    void one_connection_has_many_sessions_and_links() throws IOException {
        try (RawClient client = connect()) {
            List<Sender> senders = new ArrayList<>();
            List<Receiver> receivers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Session session = client.connection.session();
                session.open();
                for (int j = 0; j < 5; j++) {
                    senders.add(opened(session.sender("s" + j), "jobs"));
                }
                receivers.add(opened(session.receiver("r"), "jobs"));
            }
            client.await(() -> senders.stream().allMatch(sender -> sender.getCredit() > 0));
            for (Sender sender : senders) {
                client.send(sender, 0, RawClient.encoded("x"));
            }
            receivers.forEach(receiver -> receiver.flow(5));

            client.await(() -> receivers.stream().mapToInt(Receiver::getQueued).sum() == 100);

            receivers.get(0).getSession().close();
            client.await(() -> receivers.get(0).getSession().getRemoteState() == EndpointState.CLOSED);
            client.send(senders.get(99), 0, RawClient.encoded("the other sessions live on"));
        }
    }

    @Test
    void a_link_may_be_closed_and_attached_anew_in_one_breath() throws IOException {
        Detach closing = new Detach();
        closing.setHandle(UnsignedInteger.ZERO);
        closing.setClosed(true);
        try (FrameClient client = new FrameClient(broker.emulator().port())) {
            client.write(FrameClient.attach(Role.SENDER, "s", 0, "jobs"));
            client.await(Flow.class);

            client.write(closing);
            client.write(FrameClient.attach(Role.SENDER, "s", 0, "jobs"));
            client.write(FrameClient.transfer(0, 0, false), RawClient.encoded("x"));

            client.await(Detach.class);
            client.await(Attach.class);
            assertThat(client.await(Disposition.class).getState()).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void a_detached_link_is_detached_and_can_come_back() throws IOException {
        try (RawClient client = connect()) {
            Receiver first = client.receiver("jobs");
            client.await(() -> first.getRemoteState() == EndpointState.ACTIVE);
            first.detach();
            client.await(() -> first.getRemoteState() == EndpointState.CLOSED);
            first.free();

            Receiver second = client.receiver("jobs");
            client.await(() -> second.getRemoteState() == EndpointState.ACTIVE);
        }
    }

    @Test
    void messages_that_were_settled_when_sent_are_stored() throws IOException {
        try (RawClient client = connect()) {
            Sender sender = client.session.sender("settled");
            sender.setSenderSettleMode(SenderSettleMode.SETTLED);
            opened(sender, "jobs");
            client.await(() -> sender.getCredit() > 0);
            for (int i = 0; i < 3; i++) {
                Delivery delivery = sender.delivery(new byte[] {(byte) i});
                byte[] message = RawClient.encoded("m" + i);
                sender.send(message, 0, message.length);
                delivery.settle();
            }
            sender.close();
            client.await(() -> sender.getRemoteState() == EndpointState.CLOSED);
        }

        assertThat(broker.counters().active()).isEqualTo(3);
    }

    @Test
    void credit_without_end_is_credit() throws IOException {
        broker.sender().sendMessage(message("a"));
        try (RawClient client = connect()) {
            Receiver receiver = client.receiver("jobs");
            receiver.flow(MORE_THAN_AN_INT);

            assertThat(client.receive(receiver).getContext()).isNotNull();
        }
    }

    @Test
    void progress_is_no_outcome() throws IOException {
        broker.sender().sendMessage(message("a"));
        try (RawClient client = connect()) {
            Receiver receiver = client.receiver("jobs");
            receiver.flow(1);
            Delivery delivery = client.receive(receiver);
            Received halfway = new Received();
            halfway.setSectionNumber(UnsignedInteger.ZERO);
            halfway.setSectionOffset(UnsignedLong.ZERO);
            delivery.disposition(halfway);
            client.send(client.sender("jobs"), 0, RawClient.encoded("the broker has seen it"));
            delivery.disposition(Accepted.getInstance());

            client.await(delivery::remotelySettled);

            assertThat(delivery.getRemoteState()).isInstanceOf(Accepted.class);
        }
        assertThat(broker.counters().active()).isEqualTo(1);
    }

    @Test
    void sections_in_another_order_are_put_right() throws IOException {
        Message footer = Proton.message();
        footer.setFooter(new Footer(Map.of(Symbol.valueOf("f"), 1)));
        Message body = Proton.message();
        body.setBody(new Data(new Binary("hello".getBytes(StandardCharsets.UTF_8))));
        try (RawClient client = connect()) {
            Sender sender = client.sender("jobs");
            client.await(() -> sender.getCredit() > 0);

            Delivery sent = client.send(sender, 0, joined(RawClient.encoded(footer), RawClient.encoded(body)));

            assertThat(sent.getRemoteState()).isInstanceOf(Accepted.class);
        }
        ServiceBusReceivedMessage received = next(broker.receiver());
        assertThat(received.getBody()).hasToString("hello");
        assertThat(received.getRawAmqpMessage().getFooter()).containsEntry("f", 1);
    }

    @Test
    void a_filter_that_would_be_ignored_is_refused() throws IOException {
        Source filtered = new Source();
        filtered.setAddress("jobs");
        filtered.setFilter(Map.of(Symbol.valueOf("jms-selector"), "a = 1"));

        assertThat(refusal(filtered)).isEqualTo("amqp:not-implemented");
    }

    @Test
    void browsing_with_a_link_is_refused() throws IOException {
        Source browsed = new Source();
        browsed.setAddress("jobs");
        browsed.setDistributionMode(Symbol.valueOf("copy"));

        assertThat(refusal(browsed)).isEqualTo("amqp:not-implemented");
    }

    @Test
    void a_temporary_queue_is_refused() throws IOException {
        Source temporary = new Source();
        temporary.setDynamic(true);
        Target temporaryTarget = new Target();
        temporaryTarget.setDynamic(true);

        assertThat(refusal(temporary)).isEqualTo("amqp:not-implemented");
        try (RawClient client = connect()) {
            Sender sender = client.session.sender("temporary");
            sender.setTarget(temporaryTarget);
            sender.setSource(new Source());
            sender.open();
            client.await(() -> sender.getRemoteState() == EndpointState.CLOSED);
            assertThat(sender.getRemoteCondition().getCondition().toString()).isEqualTo("amqp:not-implemented");
        }
    }

    @Test
    void a_reply_to_a_peek_holds_about_a_mebibyte() throws IOException {
        for (int i = 0; i < 8; i++) {
            broker.sender().sendMessage(new ServiceBusMessage(new byte[200_000]));
        }

        assertThat(broker.receiver().peekMessages(8).stream()).hasSize(6);
    }

    @Test
    void sending_via_another_queue_is_refused() throws IOException {
        try (RawClient client = connect()) {
            Sender sender = client.session.sender("via");
            sender.setProperties(Map.of(Symbol.valueOf("com.microsoft:transfer-destination-address"), "other"));
            opened(sender, "jobs");

            client.await(() -> sender.getRemoteState() == EndpointState.CLOSED);

            assertThat(sender.getRemoteCondition().getCondition().toString()).isEqualTo("amqp:not-implemented");
        }
    }

    private RawClient connect() throws IOException {
        return new RawClient(broker.emulator().port());
    }

    private String refusal(Source source) throws IOException {
        try (RawClient client = connect()) {
            Receiver receiver = client.session.receiver("refused");
            receiver.setSource(source);
            receiver.setTarget(new Target());
            receiver.open();
            client.await(() -> receiver.getRemoteState() == EndpointState.CLOSED);
            return receiver.getRemoteCondition().getCondition().toString();
        }
    }

    private static <L extends Link> L opened(L link, String address) {
        Source source = new Source();
        Target target = new Target();
        if (link instanceof Receiver) {
            source.setAddress(address);
        } else {
            target.setAddress(address);
        }
        link.setSource(source);
        link.setTarget(target);
        link.open();
        return link;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
