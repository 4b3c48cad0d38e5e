package io.durablestatus.localruntime.taskhub;

import io.durablestatus.localruntime.taskhub.engine.Engine;
import io.durablestatus.localruntime.taskhub.grpc.SidecarServer;
import io.durablestatus.localruntime.taskhub.store.SqliteStore;
import io.durablestatus.localruntime.taskhub.store.Store;
import java.util.concurrent.atomic.AtomicBoolean;

/** A durable task hub: an engine over a store, and its gRPC address on the loopback interface. */
public final class TaskHub implements AutoCloseable {
    private final TaskHubSettings settings;
    private final Store store;
    private final Engine engine;
    private final SidecarServer server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TaskHub(TaskHubSettings settings, Store store, Engine engine, SidecarServer server) {
        this.settings = settings;
        this.store = store;
        this.engine = engine;
        this.server = server;
    }

    /**
     * Opens the hub and goes on with everything that was under way when it was last closed or killed.
     *
     * @throws TaskHubException {@code UNAVAILABLE} when the folder or the port is in use, {@code INVALID} when the file in
     *     the folder is not a hub this version can read
     */
    public static TaskHub open(TaskHubSettings settings) {
        Store store = settings.dataDir() == null
                ? SqliteStore.temporary()
                : SqliteStore.open(settings.dataDir(), settings.hubName());
        try {
            Engine engine = new Engine(store, settings.clock());
            try {
                return new TaskHub(settings, store, engine, SidecarServer.start(engine, settings.grpcPort()));
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    public Instances instances() {
        return engine.instances();
    }

    public int grpcPort() {
        return server.port();
    }

    /** Runs the work of this hub in this process from now on; may be called once. */
    public void execute(TaskExecutor executor) {
        engine.execute(executor, settings.maxOrchestrators(), settings.maxActivities());
    }

    /** Stops taking work, lets running turns and activities end for up to ten seconds, and keeps the store. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        engine.close();
        server.close();
        store.close();
    }
}
