package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.Broker;
import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;

/** Decides what a link of a client is for, and opens or refuses it. One for each connection. */
final class LinkOpener {
    private static final Symbol TRANSFER_DESTINATION = Symbol.valueOf("com.microsoft:transfer-destination-address");

    private static final String TEMPORARY = "Temporary queues are not supported.";
    private static final Symbol COPY = Symbol.valueOf("copy");

    private static final long MAX_TOKEN_BYTES = 1 << 20;

    private final Supplier<Broker> broker;
    private final ClientConnection connection;
    private final Authorization authorization;
    private final MessageCodec codec;
    private final ConsumerOpener consumers;
    private final Map<String, RequestNode> nodes = new HashMap<>();

    LinkOpener(
            Supplier<Broker> broker,
            ClientConnection connection,
            Authorization authorization,
            MessageCodec codec,
            ConsumerOpener consumers) {
        this.broker = broker;
        this.connection = connection;
        this.authorization = authorization;
        this.codec = codec;
        this.consumers = consumers;
    }

    void open(Link link) {
        if (link instanceof Receiver receiver) {
            openForSending(receiver);
        } else {
            openForReceiving((Sender) link);
        }
    }

    private void openForSending(Receiver receiver) {
        if (receiver.getRemoteTarget() != null && !(receiver.getRemoteTarget() instanceof Target)) {
            refuse(receiver, Errors.error(Errors.NOT_IMPLEMENTED, "Transactions are not supported."));
            return;
        }
        if (receiver.getRemoteTarget() instanceof Target target && target.getDynamic()) {
            refuse(receiver, Errors.error(Errors.NOT_IMPLEMENTED, TEMPORARY));
            return;
        }
        Map<Symbol, Object> properties = receiver.getRemoteProperties();
        if (properties != null && properties.containsKey(TRANSFER_DESTINATION)) {
            refuse(receiver, Errors.error(Errors.NOT_IMPLEMENTED, "Sending via another entity is not supported."));
            return;
        }
        EntityAddress address = EntityAddress.of(
                receiver.getRemoteTarget() == null
                        ? null
                        : receiver.getRemoteTarget().getAddress());
        if (openNode(receiver, address)) {
            return;
        }
        MessageQueue queue = find(receiver, address);
        if (queue == null) {
            return;
        }
        if (queue.isDeadLetterQueue()) {
            refuse(
                    receiver,
                    Errors.error(Errors.NOT_ALLOWED, "Sending to a dead-letter queue is not allowed: " + queue.path()));
            return;
        }
        echo(receiver);
        // why: without it the SDKs take the limit for 0 and send nothing.
        receiver.setMaxMessageSize(UnsignedLong.valueOf(queue.config().maxMessageBytes()));
        ProducerLink producer = new ProducerLink(receiver, queue, codec);
        connection.attach(receiver, queue.path(), producer);
        receiver.open();
        producer.start();
    }

    private void openForReceiving(Sender sender) {
        if (!(sender.getRemoteSource() instanceof Source source)) {
            refuse(sender, Errors.error(Errors.NOT_IMPLEMENTED, "A receiver needs a source that is a queue."));
            return;
        }
        Optional<String> unsupported = unsupported(source);
        if (unsupported.isPresent()) {
            refuse(sender, Errors.error(Errors.NOT_IMPLEMENTED, unsupported.get()));
            return;
        }
        EntityAddress address = EntityAddress.of(source.getAddress());
        if (openNode(sender, address)) {
            return;
        }
        MessageQueue queue = find(sender, address);
        if (queue != null) {
            consumers.open(sender, source, queue, connection);
        }
    }

    /** What must not be passed over in silence: the client would get, and take out, messages it did not ask for. */
    private static Optional<String> unsupported(Source source) {
        if (source.getDynamic()) {
            return Optional.of(TEMPORARY);
        }
        if (COPY.equals(source.getDistributionMode())) {
            return Optional.of("Browsing with a link is not supported; peek instead.");
        }
        Map<?, ?> filters = source.getFilter() == null ? Map.of() : source.getFilter();
        return filters.keySet().stream()
                .filter(name -> !Names.SESSION_FILTER.equals(name))
                .map(name -> "The filter '" + name + "' is not supported.")
                .findFirst();
    }

    /** Opens a link to {@code $cbs} or {@code $management}; false when the address is neither. */
    private boolean openNode(Link link, EntityAddress address) {
        if (address.isCbs()) {
            serve(link, null, address, () -> new RequestNode(new Cbs(authorization), connection, MAX_TOKEN_BYTES));
            return true;
        }
        if (!address.isManagement()) {
            return false;
        }
        MessageQueue queue = find(link, address);
        if (queue != null) {
            Management management = new Management(queue, connection, codec);
            serve(
                    link,
                    queue.path(),
                    address,
                    () -> new RequestNode(management, connection, ProducerLink.maxTransferBytes(queue)));
        }
        return true;
    }

    private void serve(Link link, String entityPath, EntityAddress address, Supplier<RequestNode> newNode) {
        RequestNode node = nodes.computeIfAbsent(address.path(), path -> newNode.get());
        echo(link);
        link.open();
        connection.attach(
                link,
                entityPath,
                link instanceof Receiver receiver ? node.requests(receiver) : node.replies((Sender) link));
    }

    /** The queue, or null when the link was refused. */
    private MessageQueue find(Link link, EntityAddress address) {
        if (!authorization.covers(address.entity())) {
            refuse(
                    link,
                    Errors.error(
                            Errors.UNAUTHORIZED, "No valid token was put to $cbs for '" + address.entity() + "'."));
            return null;
        }
        Optional<MessageQueue> queue = broker.get().find(address.entity());
        if (queue.isEmpty()) {
            refuse(link, Errors.entityNotFound(address.given()));
        }
        return queue.orElse(null);
    }

    static void echo(Link link) {
        link.setSource(link.getRemoteSource());
        link.setTarget(link.getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
    }

    /** As AMQP wants it: an attach without source and target, and a detach with the error. */
    static void refuse(Link link, ErrorCondition error) {
        link.setSource(null);
        link.setTarget(null);
        link.open();
        link.setCondition(error);
        link.close();
    }
}
