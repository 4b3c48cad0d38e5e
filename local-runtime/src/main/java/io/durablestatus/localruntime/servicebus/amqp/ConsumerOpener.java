package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.queue.MessageQueue;
import io.durablestatus.localruntime.servicebus.queue.QueueException;
import io.durablestatus.localruntime.servicebus.queue.SessionLock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.engine.Sender;

/**
 * Opens receivers. One that asks for the next free session waits, its attach unanswered, until there is one or the
 * time its client named is over.
 */
final class ConsumerOpener {
    private static final long DEFAULT_WAIT_MILLIS = 60_000;
    /** .NET ticks, 100 ns each, between the years 1 and 1970. */
    private static final long TICKS_TO_1970 = 621_355_968_000_000_000L;

    private static final long TICKS_PER_MILLI = 10_000;

    private final MessageCodec codec;
    private final Dispatcher dispatcher;
    private final LongSupplier elapsedMillis;
    private final Set<Waiting> waiting = new LinkedHashSet<>();

    /** @param elapsedMillis a clock that only goes forward: how long a client waits is no question of the date */
    ConsumerOpener(MessageCodec codec, Dispatcher dispatcher, LongSupplier elapsedMillis) {
        this.codec = codec;
        this.dispatcher = dispatcher;
        this.elapsedMillis = elapsedMillis;
    }

    void open(Sender sender, Source source, MessageQueue queue, ClientConnection connection) {
        Map<?, ?> filter = source.getFilter() == null ? Map.of() : source.getFilter();
        boolean wantsSession = filter.containsKey(Names.SESSION_FILTER);
        if (wantsSession != queue.requiresSession()) {
            LinkOpener.refuse(
                    sender,
                    Errors.error(
                            Errors.NOT_ALLOWED,
                            queue.requiresSession()
                                    ? "Queue '" + queue.path() + "' requires sessions: accept a session to receive."
                                    : "Queue '" + queue.path() + "' has no sessions: receive without one."));
            return;
        }
        if (!wantsSession) {
            start(sender, queue, null, connection);
            return;
        }
        Object wanted = filter.get(Names.SESSION_FILTER);
        if (wanted instanceof DescribedType described) {
            wanted = described.getDescribed();
        }
        if (wanted == null) {
            Waiting link = new Waiting(sender, source, queue, connection, elapsedMillis.getAsLong() + patience(sender));
            waiting.add(link);
            connection.attach(sender, queue.path(), link);
        } else {
            openSession(sender, source, queue, wanted.toString(), connection);
        }
    }

    /** Gives sessions that became free to those who wait, and sends away those who waited long enough. */
    void serveWaiting() {
        long now = elapsedMillis.getAsLong();
        Iterator<Waiting> links = waiting.iterator();
        while (links.hasNext()) {
            Waiting link = links.next();
            Optional<SessionLock> session = link.queue.acceptNextSession(link.connection);
            if (session.isPresent()) {
                links.remove();
                startSession(link.sender, link.source, link.queue, session.get(), link.connection);
            } else if (link.giveUpAt <= now) {
                links.remove();
                LinkOpener.refuse(
                        link.sender,
                        Errors.error(Errors.TIMEOUT, "No session of '" + link.queue.path() + "' became available."));
                link.connection.changed();
            }
        }
    }

    /** When {@link #serveWaiting} must be called at the latest, in elapsed milliseconds. */
    long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (Waiting link : waiting) {
            next = Math.min(next, link.giveUpAt);
        }
        return next;
    }

    private void openSession(
            Sender sender, Source source, MessageQueue queue, String sessionId, ClientConnection connection) {
        try {
            startSession(sender, source, queue, queue.acceptSession(sessionId, connection), connection);
        } catch (QueueException e) {
            LinkOpener.refuse(sender, Errors.of(e));
        }
    }

    private void startSession(
            Sender sender, Source source, MessageQueue queue, SessionLock session, ClientConnection connection) {
        Source answer = (Source) source.copy();
        Map<Symbol, Object> filter = new HashMap<>();
        filter.put(Names.SESSION_FILTER, session.sessionId());
        answer.setFilter(filter);
        Map<Symbol, Object> properties = new HashMap<>();
        properties.put(Names.LOCKED_UNTIL, TICKS_TO_1970 + session.lockedUntil() * TICKS_PER_MILLI);
        sender.setProperties(properties);
        start(sender, queue, session, connection);
        sender.setSource(answer);
    }

    private void start(Sender sender, MessageQueue queue, SessionLock session, ClientConnection connection) {
        LinkOpener.echo(sender);
        ConsumerLink consumer = new ConsumerLink(sender, queue, session, connection, codec, dispatcher);
        connection.attach(sender, queue.path(), consumer);
        sender.open();
        dispatcher.add(consumer);
        connection.changed();
    }

    private static long patience(Sender sender) {
        Map<Symbol, Object> properties = sender.getRemoteProperties();
        return properties != null && properties.get(Names.TIMEOUT) instanceof Number millis
                ? millis.longValue()
                : DEFAULT_WAIT_MILLIS;
    }

    /** A link that waits for any session. */
    private final class Waiting implements LinkHandler {
        private final Sender sender;
        private final Source source;
        private final MessageQueue queue;
        private final ClientConnection connection;
        private final long giveUpAt;

        Waiting(Sender sender, Source source, MessageQueue queue, ClientConnection connection, long giveUpAt) {
            this.sender = sender;
            this.source = source;
            this.queue = queue;
            this.connection = connection;
            this.giveUpAt = giveUpAt;
        }

        @Override
        public void onGone() {
            waiting.remove(this);
        }
    }
}
