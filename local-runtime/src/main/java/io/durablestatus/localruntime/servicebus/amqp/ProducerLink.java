package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import io.durablestatus.localruntime.servicebus.queue.QueueException;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;

/** A client's sender: stores what it sends. The answer leaves only after the commit that ends the loop's turn. */
final class ProducerLink implements LinkHandler {
    private static final int CREDIT = 1000;
    /** A transfer this much larger than allowed is cut off instead of being read to its end. */
    private static final int ABSURD_FACTOR = 8;

    private final IncomingTransfers transfers;
    private final MessageQueue queue;
    private final MessageCodec codec;

    ProducerLink(Receiver receiver, MessageQueue queue, MessageCodec codec) {
        this.transfers = new IncomingTransfers(receiver, CREDIT, maxTransferBytes(queue));
        this.queue = queue;
        this.codec = codec;
    }

    /** What is read at most of one transfer; one between the queue's limit and this is refused, but read. */
    static long maxTransferBytes(MessageQueue queue) {
        return (long) queue.config().maxMessageBytes() * ABSURD_FACTOR;
    }

    void start() {
        transfers.start();
    }

    @Override
    public void onDelivery(Delivery delivery) {
        transfers.take(delivery).ifPresent(transfer -> {
            delivery.disposition(store(delivery, transfer));
            delivery.settle();
        });
        transfers.topUp();
    }

    private DeliveryState store(Delivery delivery, byte[] transfer) {
        int limit = queue.config().maxMessageBytes();
        if (transfer.length > limit) {
            return rejected(Errors.error(
                    Errors.MESSAGE_SIZE_EXCEEDED,
                    "The transfer of " + transfer.length + " bytes exceeds the limit of " + limit + " bytes."));
        }
        if (delivery.getRemoteState() instanceof TransactionalState) {
            return rejected(Errors.error(Errors.NOT_IMPLEMENTED, "Transactions are not supported."));
        }
        try {
            queue.send(codec.read(delivery.getMessageFormat(), transfer));
            return Accepted.getInstance();
        } catch (QueueException e) {
            return rejected(Errors.of(e));
        } catch (MalformedMessageException e) {
            return rejected(Errors.error(Errors.DECODE_ERROR, e.getMessage()));
        }
    }

    private static DeliveryState rejected(ErrorCondition error) {
        Rejected rejected = new Rejected();
        rejected.setError(error);
        return rejected;
    }
}
