package io.durablestatus.localruntime.servicebus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** A plain AMQP 1.0 client that does what the SDK never would. Blocks; one thread. */
final class RawClient implements AutoCloseable {
    private static final int SOCKET_TIMEOUT_MILLIS = 10_000;

    final Connection connection = Proton.connection();
    final Session session;
    private final Transport transport = Proton.transport();
    private final SocketChannel channel;
    private int lastTag;

    RawClient(int port) throws IOException {
        this("localhost", port, sasl -> sasl.setMechanisms("ANONYMOUS"));
    }

    /** @param login chooses the mechanism; null comes without SASL */
    RawClient(String host, int port, Consumer<Sasl> login) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(host, port));
        channel.socket().setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        transport.setMaxFrameSize(65_536);
        if (login != null) {
            transport.sasl().client();
            login.accept(transport.sasl());
        }
        transport.bind(connection);
        connection.setContainer("raw");
        connection.setHostname("localhost");
        connection.open();
        session = connection.session();
        session.open();
    }

    Sasl.SaslOutcome saslOutcome() {
        return transport.sasl().getOutcome();
    }

    Sender sender(String address) {
        Sender sender = session.sender("send-" + address);
        Target target = new Target();
        target.setAddress(address);
        sender.setTarget(target);
        sender.setSource(new Source());
        sender.open();
        return sender;
    }

    Receiver receiver(String address) {
        Receiver receiver = session.receiver("receive-" + address);
        Source source = new Source();
        source.setAddress(address);
        receiver.setSource(source);
        receiver.setTarget(new Target());
        receiver.setSenderSettleMode(SenderSettleMode.UNSETTLED);
        receiver.setReceiverSettleMode(ReceiverSettleMode.SECOND);
        receiver.open();
        return receiver;
    }

    /** Sends a transfer and waits for its outcome. */
    Delivery send(Sender sender, int messageFormat, byte[] bytes) throws IOException {
        lastTag++;
        Delivery delivery = sender.delivery(new byte[] {(byte) lastTag});
        delivery.setMessageFormat(messageFormat);
        sender.send(bytes, 0, bytes.length);
        sender.advance();
        await(() -> delivery.getRemoteState() != null);
        return delivery;
    }

    /** The next message of a receiver that has given credit; its delivery is still to be settled. */
    Delivery receive(Receiver receiver) throws IOException {
        await(() -> receiver.current() != null && !receiver.current().isPartial());
        Delivery delivery = receiver.current();
        delivery.setContext(read(receiver, delivery));
        receiver.advance();
        return delivery;
    }

    /** Asks {@code $cbs} or a {@code $management} and waits for the reply. */
    Message request(String node, Map<String, Object> properties, Object body) throws IOException {
        Receiver replies = session.receiver("replies-" + node + lastTag);
        Source source = new Source();
        source.setAddress(node);
        replies.setSource(source);
        Target replyTo = new Target();
        replyTo.setAddress("reply-to-" + lastTag);
        replies.setTarget(replyTo);
        replies.open();
        replies.flow(1);
        Sender requests = sender(node);
        await(() -> requests.getCredit() > 0);
        Message request = Proton.message();
        request.setMessageId("request-" + lastTag);
        request.setReplyTo(replyTo.getAddress());
        request.setApplicationProperties(new ApplicationProperties(properties));
        request.setBody(new AmqpValue(body));
        send(requests, 0, encoded(request));
        Message reply = (Message) receive(replies).getContext();
        if (!request.getMessageId().equals(reply.getCorrelationId())) {
            throw new IOException("the reply is to another request: " + reply.getCorrelationId());
        }
        replies.close();
        requests.close();
        await(() ->
                replies.getRemoteState() == EndpointState.CLOSED && requests.getRemoteState() == EndpointState.CLOSED);
        return reply;
    }

    /** A message with this text as id and body. */
    static byte[] encoded(String text) {
        Message message = Proton.message();
        message.setMessageId(text);
        message.setBody(new AmqpValue(text));
        return encoded(message);
    }

    static byte[] encoded(Message message) {
        byte[] buffer = new byte[300_000];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }

    private static Message read(Receiver receiver, Delivery delivery) {
        byte[] bytes = new byte[delivery.available()];
        receiver.recv(bytes, 0, bytes.length);
        Message message = Proton.message();
        message.decode(bytes, 0, bytes.length);
        return message;
    }

    /** Reads and writes until the condition holds. */
    void await(BooleanSupplier condition) throws IOException {
        while (true) {
            write();
            if (condition.getAsBoolean()) {
                return;
            }
            if (!read()) {
                throw new IOException("the broker closed the connection: " + transport.getCondition());
            }
        }
    }

    /** Answers what the broker says until it closes the connection. */
    List<String> readToEnd() throws IOException {
        List<String> errors = new ArrayList<>();
        do {
            write();
        } while (read());
        if (connection.getRemoteCondition().getCondition() != null) {
            errors.add(connection.getRemoteCondition().getCondition().toString());
        }
        return errors;
    }

    private void write() throws IOException {
        for (int pending = transport.pending(); pending > 0; pending = transport.pending()) {
            transport.pop(channel.write(transport.head()));
        }
    }

    private boolean read() throws IOException {
        if (transport.capacity() < 0) {
            return false;
        }
        byte[] bytes = new byte[Math.min(transport.capacity(), 8192)];
        int count;
        try {
            count = channel.socket().getInputStream().read(bytes);
        } catch (SocketTimeoutException e) {
            throw new IOException("the broker says nothing", e);
        }
        if (count < 0) {
            return false;
        }
        transport.tail().put(ByteBuffer.wrap(bytes, 0, count));
        transport.process();
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
