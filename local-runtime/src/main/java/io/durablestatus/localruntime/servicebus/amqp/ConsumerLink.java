package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import io.durablestatus.localruntime.servicebus.queue.SessionLock;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Sender;

/** A client's receiver: gets messages against its credit, and settles them. The lock token is the delivery tag. */
final class ConsumerLink implements LinkHandler {
    private final Sender sender;
    private final MessageQueue queue;
    /** Null in a queue without sessions. */
    private final SessionLock session;

    private final ClientConnection connection;
    private final MessageCodec codec;
    private final Dispatcher dispatcher;
    private final boolean deletesOnReceipt;

    ConsumerLink(
            Sender sender,
            MessageQueue queue,
            SessionLock session,
            ClientConnection connection,
            MessageCodec codec,
            Dispatcher dispatcher) {
        this.sender = sender;
        this.queue = queue;
        this.session = session;
        this.connection = connection;
        this.codec = codec;
        this.dispatcher = dispatcher;
        this.deletesOnReceipt = sender.getSenderSettleMode() == SenderSettleMode.SETTLED;
    }

    MessageQueue queue() {
        return queue;
    }

    /** Sends the next message if there is one and the client can take it. */
    boolean deliverNext() {
        if (!isOpen() || sender.getCredit() <= 0 || !connection.hasRoom(sender)) {
            return false;
        }
        Optional<io.durablestatus.localruntime.servicebus.queue.Delivery> next =
                deletesOnReceipt ? queue.receiveAndDelete(session) : queue.receive(session);
        if (next.isEmpty()) {
            return false;
        }
        UUID token = next.get().token();
        Delivery delivery = sender.delivery(LockTokens.toTag(token));
        delivery.setContext(token);
        byte[] message = codec.write(next.get().message(), next.get().lockedUntil());
        sender.sendNoCopy(ReadableBuffer.ByteBufferReader.wrap(message));
        if (deletesOnReceipt) {
            delivery.settle();
        } else {
            sender.advance();
        }
        connection.changed();
        return true;
    }

    /** Called when all that could be delivered was: answers a drain, ends a link whose session lock was lost. */
    void afterDispatch() {
        if (!isOpen()) {
            return;
        }
        if (session != null && !session.held()) {
            sender.setCondition(Errors.error(
                    Errors.SESSION_LOCK_LOST,
                    "The session lock has expired on the MessageSession '" + session.sessionId() + "'."));
            sender.close();
            connection.changed();
        } else if (sender.getDrain() && sender.getCredit() > 0 && !queue.hasReady(session)) {
            sender.drained();
            connection.changed();
        }
    }

    @Override
    public void onDelivery(Delivery delivery) {
        DeliveryState outcome = delivery.getRemoteState();
        if (delivery.isSettled() || !(delivery.getContext() instanceof UUID token)) {
            return;
        }
        if (outcome instanceof Received && !delivery.remotelySettled()) {
            // why: it tells how much has arrived and decides nothing.
            return;
        }
        if (outcome != null) {
            delivery.disposition(Settlement.settle(queue, token, outcome));
        }
        if (outcome != null || delivery.remotelySettled()) {
            // why: settled without an outcome, the message just stays locked until its lock ends.
            delivery.settle();
        }
    }

    @Override
    public void onGone() {
        dispatcher.remove(this);
        if (session != null) {
            queue.releaseSession(session);
        }
    }

    private boolean isOpen() {
        return sender.getLocalState() == EndpointState.ACTIVE && sender.getRemoteState() == EndpointState.ACTIVE;
    }
}
