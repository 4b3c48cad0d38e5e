package io.durablestatus.localruntime.servicebus.amqp;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.impl.ProtocolTracer;
import org.apache.qpid.proton.framing.TransportFrame;

/** Sees each frame of a client before proton-j does, and spares proton-j what it takes amiss. */
final class FrameWatch implements ProtocolTracer {
    private static final UnsignedInteger MAX_CREDIT = UnsignedInteger.valueOf(Integer.MAX_VALUE);

    private final Transport transport;
    private final Runnable handleEvents;

    /** @param handleEvents handles what the frames so far have brought about */
    FrameWatch(Transport transport, Runnable handleEvents) {
        this.transport = transport;
        this.handleEvents = handleEvents;
    }

    @Override
    public void receivedFrame(TransportFrame frame) {
        // why: a link may be closed and attached anew in one breath; proton-j would take the second for the first, and
        // write its attach before the detach of the first.
        handleEvents.run();
        if (frame.getBody() instanceof Attach) {
            transport.pending();
        }
        if (frame.getBody() instanceof Flow flow
                && flow.getLinkCredit() != null
                && flow.getLinkCredit().compareTo(MAX_CREDIT) > 0) {
            // why: proton-j counts credit in an int; more than that would be less than nothing.
            flow.setLinkCredit(MAX_CREDIT);
        }
    }

    @Override
    public void sentFrame(TransportFrame frame) {}
}
