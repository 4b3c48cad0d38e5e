package io.durablestatus.localruntime.servicebus;

import io.durablestatus.localruntime.servicebus.amqp.BrokerLoop;
import io.durablestatus.localruntime.servicebus.amqp.MessageCodec;
import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import io.durablestatus.localruntime.servicebus.config.SharedAccessKey;
import io.durablestatus.localruntime.servicebus.journal.BrokerStore;
import io.durablestatus.localruntime.servicebus.queue.QueueCounters;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Service Bus emulator. Any client of Azure Service Bus can use it by its connection string. */
public final class ServiceBusEmulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceBusEmulator.class);
    /** What Microsoft's emulator documents: any key will do when none is configured. */
    private static final SharedAccessKey ANY_KEY = new SharedAccessKey(SharedAccessKey.DEFAULT_NAME, "SAS_KEY_VALUE");

    private static final long COUNTERS_TIMEOUT_SECONDS = 10;

    private final ServiceBusSettings settings;
    private final BrokerStore store;
    private final BrokerLoop loop;

    private ServiceBusEmulator(ServiceBusSettings settings, BrokerStore store, BrokerLoop loop) {
        this.settings = settings;
        this.store = store;
        this.loop = loop;
    }

    /**
     * Takes up what the data folder holds, and listens.
     *
     * @throws ServiceBusStartException when the port is taken, the folder is locked or cannot be used, or it holds
     *     messages of a queue that is not configured
     */
    public static ServiceBusEmulator start(ServiceBusSettings settings) {
        long start = System.nanoTime();
        return start(settings, () -> 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** As {@link #start(ServiceBusSettings)}, with a clock for the time-outs of connections. */
    static ServiceBusEmulator start(ServiceBusSettings settings, LongSupplier elapsedMillis) {
        MessageCodec codec = new MessageCodec(UUID::randomUUID);
        try {
            BrokerStore store = settings.dataDir() == null
                    ? BrokerStore.inMemory(settings.config(), codec, settings.clock())
                    : BrokerStore.inFolder(
                            settings.dataDir(), settings.fsync(), settings.config(), codec, settings.clock());
            ServiceBusEmulator emulator =
                    new ServiceBusEmulator(settings, store, listen(settings, store, elapsedMillis));
            emulator.logStart();
            return emulator;
        } catch (IOException | IllegalStateException e) {
            throw new ServiceBusStartException(e);
        }
    }

    /** What Azure's app setting would hold, for any Service Bus client. */
    public String connectionString() {
        SharedAccessKey key = settings.config().accessKey().orElse(ANY_KEY);
        return "Endpoint=sb://localhost:" + port() + ";SharedAccessKeyName=" + key.name() + ";SharedAccessKey="
                + key.value() + ";UseDevelopmentEmulator=true;";
    }

    public int port() {
        return loop.port();
    }

    /** Does now what is due by the injected clock; only needed when that clock was moved by hand. */
    public void wake() {
        loop.wake();
    }

    /** @throws IllegalStateException when the emulator has stopped */
    public ServiceBusCounters counters() {
        try {
            return loop.ask(this::count)
                    .orTimeout(COUNTERS_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the broker does not answer", e.getCause());
        }
    }

    /** Completes when the emulator has stopped, exceptionally when a fault stopped it. */
    public CompletableFuture<Void> ended() {
        return loop.ended();
    }

    /** Stops; what was acknowledged is kept if there is a data folder. */
    @Override
    public void close() {
        loop.close();
    }

    private static BrokerLoop listen(ServiceBusSettings settings, BrokerStore store, LongSupplier elapsedMillis)
            throws IOException {
        try {
            return BrokerLoop.start(settings.port(), store, settings.config(), settings.clock(), elapsedMillis);
        } catch (IOException e) {
            store.close();
            throw e;
        }
    }

    private ServiceBusCounters count() {
        Map<String, QueueCounters> queues = new TreeMap<>();
        store.broker().queues().forEach(queue -> queues.put(queue.path(), queue.counters()));
        return new ServiceBusCounters(loop.connectionCount(), store.journalBytes(), store.damagedRecords(), queues);
    }

    private void logStart() {
        String queues =
                settings.config().queues().stream().map(QueueConfig::name).collect(Collectors.joining(", "));
        LOG.info(
                "Service Bus emulator listens on localhost:{}; namespace {}, queues: {}; {}",
                port(),
                settings.config().namespace(),
                queues,
                settings.dataDir() == null ? "in memory only" : "data in " + settings.dataDir());
        if (!settings.config().ignoredTopics().isEmpty()) {
            LOG.warn(
                    "topics are not emulated, these are ignored: {}",
                    settings.config().ignoredTopics());
        }
    }
}
