package io.durablestatus.localruntime.servicebus.amqp;

import java.util.Optional;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Receiver;

/** Puts together what a client sends over one link, gives it credit, and keeps no more than a limit of it in memory. */
final class IncomingTransfers {
    private final Receiver receiver;
    private final int credit;
    private final long maxBytes;

    /** @param maxBytes a transfer that grows beyond it ends the link instead of being read to its end */
    IncomingTransfers(Receiver receiver, int credit, long maxBytes) {
        this.receiver = receiver;
        this.credit = credit;
        this.maxBytes = maxBytes;
    }

    void start() {
        receiver.flow(credit);
    }

    /** A transfer that is there as a whole, to be settled by the caller; empty for any other event of a delivery. */
    Optional<byte[]> take(Delivery delivery) {
        if (!delivery.equals(receiver.current())) {
            return Optional.empty();
        }
        if (receiver.getLocalState() == EndpointState.CLOSED || delivery.isAborted()) {
            discard(delivery, receiver);
            return Optional.empty();
        }
        if (delivery.available() > maxBytes) {
            receiver.setCondition(Errors.error(
                    Errors.MESSAGE_SIZE_EXCEEDED, "A transfer of more than " + maxBytes + " bytes is not read."));
            receiver.close();
            discard(delivery, receiver);
            return Optional.empty();
        }
        if (delivery.isPartial()) {
            return Optional.empty();
        }
        byte[] transfer = new byte[delivery.available()];
        receiver.recv(transfer, 0, transfer.length);
        receiver.advance();
        return Optional.of(transfer);
    }

    /** Gives credit anew when half of it is used up. */
    void topUp() {
        if (receiver.getLocalState() == EndpointState.ACTIVE && receiver.getCredit() < credit / 2) {
            receiver.flow(credit - receiver.getCredit());
        }
    }

    /** Throws away what has come of a delivery that nobody wants. */
    static void discard(Delivery delivery, Receiver receiver) {
        byte[] unwanted = new byte[delivery.available()];
        receiver.recv(unwanted, 0, unwanted.length);
        if (!delivery.isPartial() || delivery.isAborted()) {
            receiver.advance();
            delivery.settle();
        }
    }
}
