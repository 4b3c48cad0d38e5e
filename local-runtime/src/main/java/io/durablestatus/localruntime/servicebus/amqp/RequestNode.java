package io.durablestatus.localruntime.servicebus.amqp;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
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
    private final long maxRequestBytes;
    private final List<RequestLink> requestLinks = new ArrayList<>();
    private final List<ReplyLink> replyLinks = new ArrayList<>();

    /** @param maxRequestBytes a longer request ends its link */
    RequestNode(RequestHandler handler, ClientConnection connection, long maxRequestBytes) {
        this.handler = handler;
        this.connection = connection;
        this.maxRequestBytes = maxRequestBytes;
    }

    LinkHandler requests(Receiver receiver) {
        RequestLink link = new RequestLink(new IncomingTransfers(receiver, CREDIT, maxRequestBytes));
        requestLinks.add(link);
        link.transfers.start();
        return link;
    }

    LinkHandler replies(Sender sender) {
        ReplyLink link = new ReplyLink(sender);
        replyLinks.add(link);
        return link;
    }

    private final class RequestLink implements LinkHandler {
        private final IncomingTransfers transfers;

        RequestLink(IncomingTransfers transfers) {
            this.transfers = transfers;
        }

        @Override
        public void onDelivery(Delivery delivery) {
            transfers.take(delivery).ifPresent(request -> {
                delivery.disposition(outcome(request));
                delivery.settle();
            });
            allowRequests();
        }

        @Override
        public void onGone() {
            requestLinks.remove(this);
        }
    }

    /** Answers a request, if it is one that can be answered. */
    private DeliveryState outcome(byte[] bytes) {
        Message request = Proton.message();
        try {
            request.decode(bytes, 0, bytes.length);
        } catch (DecodeException
                | IllegalArgumentException
                | ClassCastException
                | BufferUnderflowException
                | IndexOutOfBoundsException e) {
            return rejected(Errors.DECODE_ERROR, "The request cannot be decoded.");
        }
        ReplyLink link = replyLinkFor(request.getReplyTo());
        if (link == null) {
            return rejected(Errors.NOT_FOUND, "No link for replies is attached as '" + request.getReplyTo() + "'.");
        }
        link.send(encoded(answer(request)));
        return Accepted.getInstance();
    }

    private Message answer(Message request) {
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
        return message;
    }

    /** Who does not take his replies may not ask on, else they pile up here. */
    private void allowRequests() {
        if (replyLinks.stream().allMatch(link -> link.waiting.isEmpty())) {
            requestLinks.forEach(link -> link.transfers.topUp());
        }
    }

    private ReplyLink replyLinkFor(String replyTo) {
        for (ReplyLink link : replyLinks) {
            if (replyTo != null && (replyTo.equals(link.targetAddress()) || replyTo.equals(link.sender.getName()))) {
                return link;
            }
        }
        return replyLinks.size() == 1 ? replyLinks.get(0) : null;
    }

    private static Rejected rejected(Symbol condition, String description) {
        Rejected rejected = new Rejected();
        rejected.setError(Errors.error(condition, description));
        return rejected;
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
            allowRequests();
            connection.changed();
        }

        @Override
        public void onGone() {
            replyLinks.remove(this);
            allowRequests();
        }
    }
}
