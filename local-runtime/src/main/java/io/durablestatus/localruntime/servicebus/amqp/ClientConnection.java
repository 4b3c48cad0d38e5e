package io.durablestatus.localruntime.servicebus.amqp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.ProtonJTransport;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its socket, its proton-j engine and its links. What it has to say is written only by {@link
 * #flush}, which the loop calls after the commit.
 */
final class ClientConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final int MAX_FRAME_BYTES = 65_536;
    /** The peer is told half of it. */
    private static final int IDLE_TIMEOUT_MILLIS = 240_000;

    private static final int HANDSHAKE_MILLIS = 30_000;
    /** So much is read from one client before the others have their turn. */
    private static final int READ_BYTES_PER_TURN = 256 * 1024;
    /** So much waits for one slow client; the rest of its messages stays in the queue, for others. */
    private static final int MAX_OUTGOING_BYTES = 512 * 1024;

    private final SocketChannel channel;
    private final ConnectionOwner owner;
    private final Transport transport = Proton.transport();
    private final Connection connection = Proton.connection();
    private final Collector collector = Proton.collector();
    private final Map<Link, LinkHandler> handlers = new HashMap<>();
    private final TokenWatch tokens;
    private final long handshakeDeadline;
    private LinkOpener opener;
    private SelectionKey key;
    private boolean writeBlocked;
    /** Messages were held back since the last flush. */
    private boolean starved;

    /** The client broke the protocol: what is left to say is said, then the socket closes. */
    private boolean broken;

    private boolean closed;

    ClientConnection(SocketChannel channel, ConnectionOwner owner, Authorization authorization, long elapsedMillis) {
        this.channel = channel;
        this.owner = owner;
        this.tokens = new TokenWatch(authorization);
        this.handshakeDeadline = elapsedMillis + HANDSHAKE_MILLIS;
        transport.setMaxFrameSize(MAX_FRAME_BYTES);
        transport.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        transport.setEmitFlowEventOnSend(false);
        SaslHandshake.prepare(transport, authorization);
        ((ProtonJTransport) transport).setProtocolTracer(new FrameWatch(transport, this::handleEvents));
        connection.collect(collector);
        connection.setContainer("servicebus-emulator");
        transport.bind(connection);
    }

    void use(LinkOpener linkOpener) {
        this.opener = linkOpener;
    }

    /** @param entityPath what the link needs a token for as long as it lasts; null for {@code $cbs} itself */
    void attach(Link link, String entityPath, LinkHandler handler) {
        handlers.put(link, handler);
        if (entityPath != null) {
            tokens.attached(link, entityPath);
        }
    }

    /**
     * Ends the links whose tokens have expired.
     *
     * @return when to call it again, in milliseconds since 1970
     */
    long expireTokens(long now) {
        List<Link> expired = tokens.expired(now);
        gone(expired);
        for (Link link : expired) {
            LinkOpener.refuse(link, Errors.error(Errors.UNAUTHORIZED, "The token is expired; put a new one to $cbs."));
            changed();
        }
        return tokens.nextExpiry();
    }

    /** Has something to say: the loop will flush it at the end of this turn. */
    void changed() {
        owner.changed(this);
    }

    /** Whether more messages may be queued for this client. */
    boolean hasRoom(Sender sender) {
        boolean room = !writeBlocked && sender.getSession().getOutgoingBytes() < MAX_OUTGOING_BYTES;
        starved |= !room;
        return room;
    }

    boolean isClosed() {
        return closed;
    }

    void register(Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void interestIn(int operations) {
        if (key.isValid() && key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    /** Takes in what the client sent. A client that breaks the protocol loses its connection, nobody else does. */
    void read() {
        int budget = READ_BYTES_PER_TURN;
        try {
            while (budget > 0 && !closed) {
                int count = readOnce();
                if (count <= 0) {
                    break;
                }
                budget -= count;
            }
        } catch (TransportException e) {
            LOG.info("closing a connection that broke the protocol: {}", e.getMessage());
            broken = true;
            handleEvents();
        } catch (IOException e) {
            LOG.debug("connection lost", e);
            abort();
        } catch (RuntimeException e) {
            // why: events are handled apart, so this is proton-j stumbling over a frame, as over an unknown handle.
            LOG.info("closing a connection that sent an impossible frame", e);
            broken = true;
            end(Errors.error(Errors.FRAMING_ERROR, "A frame does not fit what was sent before."));
        }
        changed();
    }

    private int readOnce() throws IOException {
        int capacity = transport.capacity();
        if (broken) {
            return 0;
        }
        if (capacity < 0) {
            // why: after the peer's close only the end of its stream is of interest.
            int count = channel.read(ByteBuffer.allocate(1024));
            if (count < 0) {
                abort();
            }
            return count;
        }
        int count = channel.read(transport.tail());
        if (count < 0) {
            transport.close_tail();
        } else if (count > 0) {
            transport.process();
        }
        handleEvents();
        return count;
    }

    /** Writes what the socket takes, and closes it when all is said. */
    void flush() {
        writeBlocked = false;
        try {
            int pending = transport.pending();
            while (pending > 0) {
                int written = channel.write(transport.head());
                if (written == 0) {
                    writeBlocked = true;
                    break;
                }
                transport.pop(written);
                pending = transport.pending();
            }
            boolean inputEnded = broken || transport.capacity() < 0 || wasTurnedAway();
            if (pending < 0 || (pending == 0 && inputEnded && connection.getRemoteState() != EndpointState.CLOSED)) {
                abort();
            }
        } catch (IOException e) {
            LOG.debug("connection lost", e);
            abort();
        } catch (RuntimeException e) {
            LOG.error("a connection could not be written", e);
            abort();
        }
        if (!closed) {
            owner.wantsWrite(this, writeBlocked);
            if (starved && !writeBlocked) {
                starved = false;
                changed();
            }
        }
    }

    private boolean wasTurnedAway() {
        return transport.sasl().getOutcome() == Sasl.SaslOutcome.PN_SASL_AUTH;
    }

    /**
     * Keeps the connection alive or ends it: empty frames for the peer, an end to a silent peer or one that never says
     * who it is.
     *
     * @return when to call it again, in elapsed milliseconds
     */
    long tick(long elapsedMillis) {
        if (connection.getRemoteState() == EndpointState.UNINITIALIZED) {
            if (elapsedMillis >= handshakeDeadline) {
                LOG.info("closing a connection that did not open within {} ms", HANDSHAKE_MILLIS);
                abort();
            }
            return handshakeDeadline;
        }
        long next = transport.tick(elapsedMillis);
        handleEvents();
        return next == 0 ? Long.MAX_VALUE : next;
    }

    /** The client may come back. */
    void sayGoodbye() {
        end(Errors.error(Errors.CONNECTION_FORCED, "The broker is stopping."));
    }

    /** Closes the socket without a word. */
    void abort() {
        if (closed) {
            return;
        }
        closed = true;
        gone(handlers.keySet());
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("socket not closed cleanly", e);
        }
        owner.closed(this);
    }

    /** A fault of the broker itself: this connection ends, the loop goes on. */
    void fail(RuntimeException fault) {
        LOG.error("closing a connection after an internal error", fault);
        end(Errors.error(Errors.INTERNAL_ERROR, "The broker failed; see its log."));
    }

    private void end(ErrorCondition error) {
        connection.setCondition(error);
        connection.close();
        changed();
    }

    private void handleEvents() {
        for (Event event = collector.peek(); event != null; event = collector.peek()) {
            Event current = event.copy();
            collector.pop();
            try {
                handle(current);
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }

    private void handle(Event event) {
        Link link = event.getLink();
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> {
                connection.open();
                owner.opened();
            }
            case SESSION_REMOTE_OPEN -> event.getSession().open();
            case LINK_REMOTE_OPEN -> {
                if (link == null || link.getLocalState() != EndpointState.UNINITIALIZED) {
                    end(Errors.error(Errors.NOT_ALLOWED, "A link of this name or handle is attached already."));
                } else {
                    opener.open(link);
                }
            }
            case LINK_FLOW -> handler(link).onFlow();
            case DELIVERY -> handler(event.getDelivery().getLink()).onDelivery(event.getDelivery());
            case LINK_REMOTE_DETACH -> {
                gone(List.of(link));
                link.detach();
                link.free();
            }
            case LINK_REMOTE_CLOSE -> {
                gone(List.of(link));
                link.close();
                link.free();
            }
            case SESSION_REMOTE_CLOSE -> {
                gone(linksOf(event.getSession()));
                event.getSession().close();
                event.getSession().free();
            }
            case CONNECTION_REMOTE_CLOSE -> {
                gone(handlers.keySet());
                connection.close();
            }
            default -> {}
        }
    }

    private LinkHandler handler(Link link) {
        return handlers.getOrDefault(link, Ignoring.INSTANCE);
    }

    private List<Link> linksOf(Session session) {
        return handlers.keySet().stream()
                .filter(link -> link.getSession().equals(session))
                .toList();
    }

    private void gone(Iterable<Link> links) {
        List<Link> leaving = new ArrayList<>();
        links.forEach(leaving::add);
        for (Link link : leaving) {
            tokens.gone(link);
            LinkHandler handler = handlers.remove(link);
            if (handler != null) {
                handler.onGone();
            }
        }
    }

    /** For links that were refused: the client may already have sent over them. */
    private static final class Ignoring implements LinkHandler {
        private static final Ignoring INSTANCE = new Ignoring();

        @Override
        public void onDelivery(Delivery delivery) {
            if (delivery.getLink() instanceof Receiver receiver && delivery.equals(receiver.current())) {
                IncomingTransfers.discard(delivery, receiver);
            }
        }
    }
}
