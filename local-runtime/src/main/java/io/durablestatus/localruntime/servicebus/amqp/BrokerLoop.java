package io.durablestatus.localruntime.servicebus.amqp;

import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.journal.BrokerStore;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns sockets, proton-j and the broker. Each turn reads what clients sent, does what is due, hands out
 * messages, commits the journal once, and only then writes to the sockets: nothing is acknowledged before it is safe.
 */
public final class BrokerLoop implements ConnectionOwner, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerLoop.class);
    private static final long MAX_SELECT_MILLIS = 60_000;
    private static final long MILLIS_AFTER_FAULT = 100;
    private static final long GOODBYE_MILLIS = 1000;
    private static final long GOODBYE_NANOS = GOODBYE_MILLIS * 1_000_000;

    private final BrokerStore store;
    private final BrokerConfig config;
    private final InstantSource clock;
    private final LongSupplier elapsedMillis;
    private final Selector selector;
    private final LoopbackListeners listeners;
    private final MessageCodec codec = new MessageCodec(UUID::randomUUID);
    private final Dispatcher dispatcher = new Dispatcher();
    private final ConsumerOpener consumers;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<ClientConnection> connections = new LinkedHashSet<>();
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Set<ClientConnection> changed = new LinkedHashSet<>();
    private long nextTick = Long.MAX_VALUE;
    private long nextDue;
    private boolean more;
    private volatile boolean stopping;

    private BrokerLoop(
            BrokerStore store,
            BrokerConfig config,
            InstantSource clock,
            LongSupplier elapsedMillis,
            LoopbackListeners listeners)
            throws IOException {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.elapsedMillis = elapsedMillis;
        this.listeners = listeners;
        this.consumers = new ConsumerOpener(codec, dispatcher, elapsedMillis);
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "servicebus-loop");
        listeners.register(selector);
    }

    /**
     * Binds and starts; from its return on clients can connect.
     *
     * @param port 0 for any
     * @param store closed with the loop
     * @param clock the date, for locks and expiry; after moving it by hand call {@link #wake}
     * @param elapsedMillis a clock from 1 on that only goes forward, for time-outs of connections
     * @throws IOException with a message for the user, such as a port that is taken
     */
    public static BrokerLoop start(
            int port, BrokerStore store, BrokerConfig config, InstantSource clock, LongSupplier elapsedMillis)
            throws IOException {
        LoopbackListeners listeners = LoopbackListeners.bind(port);
        BrokerLoop loop = new BrokerLoop(store, config, clock, elapsedMillis, listeners);
        loop.thread.start();
        return loop;
    }

    public int port() {
        return listeners.port();
    }

    /** Makes the loop look at its clocks again. */
    public void wake() {
        selector.wakeup();
    }

    /** Runs a question on the loop's thread; fails when the loop has ended. */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        return ended.isDone()
                ? CompletableFuture.failedFuture(new IllegalStateException("the broker has stopped"))
                : CompletableFuture.supplyAsync(question, this::submit);
    }

    /** To be asked on the loop's thread. */
    public int connectionCount() {
        return connections.size();
    }

    /** Completes when the loop has ended, exceptionally when a fault ended it. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Commits, says goodbye to the clients and frees port and folder. */
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void changed(ClientConnection connection) {
        changed.add(connection);
    }

    @Override
    public void wantsWrite(ClientConnection connection, boolean wanted) {
        // why: who does not read his answers is not read either, else they pile up here.
        connection.interestIn(wanted ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    @Override
    public void opened() {
        nextTick = 0;
    }

    @Override
    public void closed(ClientConnection connection) {
        connections.remove(connection);
    }

    private void submit(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!stopping) {
                survive();
            }
            sayGoodbye();
            free();
            ended.complete(null);
        } catch (IOException | RuntimeException e) {
            LOG.error("the broker stopped", e);
            new ArrayList<>(connections).forEach(ClientConnection::abort);
            free();
            ended.completeExceptionally(e);
        }
    }

    /** A client that has read the goodbye comes back at once; one that has not waits for an answer in vain. */
    private void sayGoodbye() throws IOException {
        listeners.close();
        connections.forEach(ClientConnection::sayGoodbye);
        // why: real time; an injected clock that stands still must not hold up the end.
        long start = System.nanoTime();
        while (!connections.isEmpty() && System.nanoTime() - start < GOODBYE_NANOS) {
            turn();
        }
        new ArrayList<>(connections).forEach(ClientConnection::abort);
    }

    private void survive() throws IOException {
        try {
            turn();
        } catch (RuntimeException e) {
            LOG.error("a turn of the broker failed; going on", e);
            nextDue = clock.millis() + MILLIS_AFTER_FAULT;
        }
    }

    private void turn() throws IOException {
        select();
        List<Runnable> asked = asked();
        // why: before clients are served too, so that no operation meets what its moment has made void.
        store.broker().advance();
        selector.selectedKeys().forEach(this::serve);
        selector.selectedKeys().clear();
        tickConnections();
        nextDue = Math.min(store.broker().advance(), expireTokens());
        consumers.serveWaiting();
        more = dispatcher.dispatch();
        if (commit()) {
            flush();
            store.maintain();
        }
        // why: last, and only what was asked before this turn looked at the clock, so that who asks after moving the
        // clock sees what that did.
        asked.forEach(Runnable::run);
    }

    private List<Runnable> asked() {
        List<Runnable> asked = new ArrayList<>();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            asked.add(task);
        }
        return asked;
    }

    private void select() throws IOException {
        long wait = Math.min(stopping ? GOODBYE_MILLIS : MAX_SELECT_MILLIS, remaining(nextDue, clock.millis()));
        long elapsed = elapsedMillis.getAsLong();
        wait = Math.min(wait, remaining(Math.min(nextTick, consumers.nextDeadline()), elapsed));
        if (more || !changed.isEmpty() || wait <= 0) {
            selector.selectNow();
        } else {
            selector.select(wait);
        }
    }

    private static long remaining(long deadline, long now) {
        return deadline == Long.MAX_VALUE ? MAX_SELECT_MILLIS : deadline - now;
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel());
            return;
        }
        ClientConnection connection = (ClientConnection) key.attachment();
        if (key.isReadable()) {
            connection.read();
        } else {
            changed(connection);
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Authorization authorization = new Authorization(config.accessKey(), clock);
            ClientConnection connection = new ClientConnection(channel, this, authorization, elapsedMillis.getAsLong());
            connection.use(new LinkOpener(store::broker, connection, authorization, codec, consumers));
            connection.register(selector);
            connections.add(connection);
            nextTick = 0;
        } catch (IOException e) {
            LOG.warn("a connection could not be accepted: {}", e.getMessage());
        }
    }

    private void tickConnections() {
        long now = elapsedMillis.getAsLong();
        if (now < nextTick) {
            return;
        }
        nextTick = Long.MAX_VALUE;
        for (ClientConnection connection : new ArrayList<>(connections)) {
            nextTick = Math.min(nextTick, connection.tick(now));
            changed(connection);
        }
    }

    private long expireTokens() {
        long now = clock.millis();
        long next = Long.MAX_VALUE;
        for (ClientConnection connection : connections) {
            next = Math.min(next, connection.expireTokens(now));
        }
        return next;
    }

    /** False when it failed: then no client gets an answer, and the broker is again what is on disk. */
    private boolean commit() throws IOException {
        try {
            store.commit();
            return true;
        } catch (IOException e) {
            LOG.error("the journal cannot be written, all clients are disconnected: {}", e.getMessage());
            new ArrayList<>(connections).forEach(ClientConnection::abort);
            changed.clear();
            store.reload();
            return false;
        }
    }

    private void flush() {
        Set<ClientConnection> toFlush = changed;
        changed = new LinkedHashSet<>();
        for (ClientConnection connection : toFlush) {
            if (!connection.isClosed()) {
                connection.flush();
            }
        }
    }

    private void free() {
        for (Closeable resource : List.of(listeners, selector, store)) {
            try {
                resource.close();
            } catch (IOException e) {
                LOG.warn("not closed cleanly: {}", e.getMessage());
            }
        }
    }
}
