package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.FolderLock;
import io.durablestatus.localruntime.process.ProcessRecord;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole system on this machine: broker, Redis, function host and web app, each a process of its own. Starting again with
 * the same data folder goes on where the last run ended, however it ended. When this JVM ends, the system ends.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSystem.class);

    private final LocalSystemSettings settings;
    private final SystemDescription description;
    private final Path dataDir;
    private final Path logs;
    private final FolderLock lock;
    private final Children children;
    private final Thread stopWithJvm = new Thread(this::close, "local-system-stop");

    private Addresses addresses;

    private LocalSystem(LocalSystemSettings settings, SystemDescription description) {
        this.settings = settings;
        this.description = description;
        this.dataDir = settings.dataDir().toAbsolutePath().normalize();
        this.logs = dataDir.resolve("logs");
        this.lock = FolderLock.take(dataDir);
        this.children = new Children(new RunningProcesses(dataDir), logs);
    }

    /**
     * Returns once every part is ready.
     *
     * @throws StartFailure if anything keeps it from running; nothing is left running then
     */
    public static LocalSystem start(LocalSystemSettings settings) {
        LocalSystem system = new LocalSystem(settings, SystemDescription.read(settings.system()));
        Runtime.getRuntime().addShutdownHook(system.stopWithJvm);
        try {
            system.startParts();
            return system;
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
    }

    public Addresses addresses() {
        return addresses;
    }

    /** Completes with a report when a part ends although nobody stopped it. The others go on. */
    public CompletableFuture<String> failure() {
        return children.failure();
    }

    /**
     * Whether the system is being stopped, asked by one who just lost a connection to it. Waits a moment before it says no:
     * Ctrl-C reaches the parts too, and may end one before this process knows.
     */
    public boolean stopping() {
        return children.isStopping();
    }

    /** The processes, in the order of their start; for tests that do them harm. */
    public Map<String, ProcessHandle> processes() {
        return children.processes();
    }

    private void startParts() {
        for (ProcessRecord ended : children.endLeftovers()) {
            LOG.info("Ended {} (pid {}), left over by a killed launcher", ended.name(), ended.pid());
        }
        int webPort = webPort();
        makeLogs();
        Placeholders known = new Placeholders();
        String key = SystemKey.keptIn(dataDir);
        known.put("durableKey", key);

        startServicebus();
        startRedis();
        String servicebus = children.awaitReady("servicebus");
        String redis = children.awaitReady("redis");
        known.put("servicebus", servicebus);
        known.put("redis", redis);

        startFunctionhost(known.fill(description.functionhost().settings()), key);
        URI durableApi = URI.create(children.awaitReady("functionhost"));
        known.put("durableApi", durableApi.toString());
        known.put("webPort", Integer.toString(webPort));

        URI web = URI.create("http://localhost:" + webPort);
        SystemDescription.Web app = description.web();
        children.start("web", RuntimeJar.java(app.jvm(), app.jar()), known.fill(app.environment()));
        children.awaitAnswer("web", app.listening(), web.resolve(app.ready()));
        addresses = new Addresses(servicebus, redis, durableApi, key, web, logs);
    }

    private void startServicebus() {
        SystemDescription.Servicebus bus = description.servicebus();
        List<String> arguments = List.of(
                "servicebus",
                "--config",
                bus.config().toString(),
                "--port",
                port(bus.port()),
                "--data",
                dataDir.resolve("servicebus").toString());
        children.start("servicebus", RuntimeJar.command(bus.jvm(), arguments), Map.of());
    }

    private void startRedis() {
        SystemDescription.Redis redis = description.redis();
        List<String> arguments = List.of(
                "redis",
                "--port",
                port(redis.port()),
                "--data",
                dataDir.resolve("redis").toString());
        children.start("redis", RuntimeJar.command(redis.jvm(), arguments), Map.of());
    }

    private void startFunctionhost(Map<String, String> appSettings, String key) {
        SystemDescription.Functionhost host = description.functionhost();
        List<String> arguments = List.of(
                "functionhost",
                "--package",
                host.packageFolder().toString(),
                "--port",
                port(host.port()),
                "--grpc-port",
                port(host.grpcPort()),
                "--data",
                dataDir.resolve("functionhost").toString());
        Map<String, String> environment = new HashMap<>(appSettings);
        environment.put("DURABLETASK_EXTENSION_KEY", key);
        children.start("functionhost", RuntimeJar.command(host.jvm(), arguments), environment);
    }

    private String port(int preferred) {
        return Integer.toString(settings.anyPorts() ? 0 : Ports.preferred(preferred));
    }

    private int webPort() {
        int port = settings.webPort();
        if (port != 0 && !Ports.free(port)) {
            throw new StartFailure("Port " + port + " is in use. Choose another one for the web app: -Dweb.port=N"
                    + " (or --web-port N).");
        }
        return port == 0 ? Ports.anyFree() : port;
    }

    private void makeLogs() {
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new StartFailure("Cannot make " + logs + ": " + e.getMessage(), e);
        }
    }

    /** Stops the parts, last started first, and returns once nothing of them runs any more. */
    @Override
    public void close() {
        children.stop();
        lock.close();
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithJvm);
        } catch (IllegalStateException e) {
            // The JVM is ending, and this is the hook, or it waits for the hook.
        }
    }
}
