package io.durablestatus.localruntime.servicebus.amqp;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.codec.DecodeException;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;

/**
 * A node that answers requests, {@code $cbs} or an entity's {@code $management}, as one connection sees it: a link with
 * requests and a link for the replies, paired by the reply-to of a request.
 */
final class RequestNode {
    private static final int CREDIT = 100;

    private final RequestHandler handler;
    private final ClientConnection connection;
    private final List<ReplyLink> replyLinks = new ArrayList<>();

    RequestNode(RequestHandler handler, ClientConnection connection) {
        this.handler = handler;
        this.connection = connection;
    }

    LinkHandler requests(Receiver receiver) {
        receiver.flow(CREDIT);
        return new RequestLink(receiver);
    }

    LinkHandler replies(Sender sender) {
        ReplyLink link = new ReplyLink(sender);
        replyLinks.add(link);
        return link;
    }

    private final class RequestLink implements LinkHandler {
        private final Receiver receiver;

        RequestLink(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void onDelivery(Delivery delivery) {
            if (delivery.isPartial() || !delivery.isReadable() || !delivery.equals(receiver.current())) {
                return;
            }
            byte[] bytes = new byte[delivery.available()];
            receiver.recv(bytes, 0, bytes.length);
            receiver.advance();
            Message message = Proton.message();
            try {
                message.decode(bytes, 0, bytes.length);
                delivery.disposition(Accepted.getInstance());
            } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
                message = null;
                Rejected rejected = new Rejected();
                rejected.setError(Errors.error(Errors.DECODE_ERROR, "The request cannot be decoded."));
                delivery.disposition(rejected);
            }
            delivery.settle();
            if (receiver.getCredit() < CREDIT / 2) {
                receiver.flow(CREDIT - receiver.getCredit());
            }
            if (message != null) {
                answer(message);
            }
        }
    }

    private void answer(Message request) {
        ReplyLink link = replyLinkFor(request.getReplyTo());
        if (link == null) {
            return;
        }
        ApplicationProperties properties = request.getApplicationProperties();
        Map<String, Object> named =
                properties == null || properties.getValue() == null ? Map.of() : properties.getValue();
        Object body = request.getBody() instanceof AmqpValue value ? value.getValue() : null;
        Reply reply = handler.handle(new Request(named, body));
        Message message = Proton.message();
        message.setApplicationProperties(new ApplicationProperties(reply.properties()));
        message.setBody(new AmqpValue(reply.body()));
        // why: the same value and the same AMQP type; the SDKs differ in which they use.
        message.setCorrelationId(request.getMessageId());
        link.send(encoded(message));
        connection.changed();
    }

    private ReplyLink replyLinkFor(String replyTo) {
        for (ReplyLink link : replyLinks) {
            if (replyTo != null && (replyTo.equals(link.targetAddress()) || replyTo.equals(link.sender.getName()))) {
                return link;
            }
        }
        return replyLinks.size() == 1 ? replyLinks.get(0) : null;
    }

    private static byte[] encoded(Message message) {
        for (int size = 1024; ; size *= 4) {
            byte[] buffer = new byte[size];
            int length = encode(message, buffer);
            if (length >= 0) {
                return Arrays.copyOf(buffer, length);
            }
        }
    }

    /** The length; -1 when the buffer is too small. */
    private static int encode(Message message, byte[] buffer) {
        try {
            return message.encode(buffer, 0, buffer.length);
        } catch (BufferOverflowException e) {
            return -1;
        }
    }

    /** Replies wait here until the client gives credit for them. */
    private final class ReplyLink implements LinkHandler {
        private final Sender sender;
        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private long lastTag;

        ReplyLink(Sender sender) {
            this.sender = sender;
        }

        String targetAddress() {
            return sender.getRemoteTarget() == null
                    ? null
                    : sender.getRemoteTarget().getAddress();
        }

        void send(byte[] reply) {
            waiting.add(reply);
            onFlow();
        }

        @Override
        public void onFlow() {
            while (sender.getCredit() > 0 && !waiting.isEmpty()) {
                lastTag++;
                Delivery delivery = sender.delivery(
                        ByteBuffer.allocate(Long.BYTES).putLong(lastTag).array());
                sender.sendNoCopy(ReadableBuffer.ByteBufferReader.wrap(waiting.remove()));
                delivery.settle();
            }
            if (sender.getDrain() && sender.getCredit() > 0) {
                sender.drained();
            }
            connection.changed();
        }

        @Override
        public void onGone() {
            replyLinks.remove(this);
        }
    }
}
