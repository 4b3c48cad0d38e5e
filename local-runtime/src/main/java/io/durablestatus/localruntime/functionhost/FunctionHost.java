package io.durablestatus.localruntime.functionhost;

import io.durablestatus.localruntime.durablehttp.AccessKeys;
import io.durablestatus.localruntime.durablehttp.DurableHttpServer;
import io.durablestatus.localruntime.durablehttp.DurableHttpSettings;
import io.durablestatus.localruntime.durablehttp.IpRules;
import io.durablestatus.localruntime.functionhost.durable.DurableClientValue;
import io.durablestatus.localruntime.functionhost.staged.HostJson;
import io.durablestatus.localruntime.functionhost.staged.PackageClassLoader;
import io.durablestatus.localruntime.functionhost.staged.StagedPackage;
import io.durablestatus.localruntime.functionhost.trigger.Trigger;
import io.durablestatus.localruntime.process.StartFailure;
import io.durablestatus.localruntime.taskhub.TaskHub;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubSettings;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one staged package. It starts only when everything is consistent; while it closes, triggers take no more work and calls
 * in flight have {@value #DRAIN_SECONDS} seconds to end, after which their messages are given back.
 */
public final class FunctionHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionHost.class);
    private static final int DRAIN_SECONDS = 10;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private DurableHttpServer http;
    private TaskHub hub;
    private AccessKeys keys;

    private FunctionHost() {}

    /** @throws StartFailure saying in one line what is wrong and what to do; nothing is left running */
    public static FunctionHost start(FunctionHostSettings settings) {
        FunctionHost host = new FunctionHost();
        try {
            host.open(settings);
            return host;
        } catch (TaskHubException e) {
            host.close();
            throw new StartFailure(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            host.close();
            throw e;
        }
    }

    private void open(FunctionHostSettings settings) {
        StagedPackage app =
                StagedPackage.read(settings.packageDir(), Map.copyOf(System.getenv()), settings.appSettings());
        BindingRules.check(app.functions());
        IpRules ipRules = ipRules(settings);
        // why not closed: threads of the app's libraries (gRPC's) outlive the host and still load classes.
        PackageClassLoader loader = new PackageClassLoader(app.jars());
        opened(ProcessEnvironment.with(app.settings().forEnvironment()));
        Path timers = settings.dataDir() == null ? null : settings.dataDir().resolve("timers");
        Functions functions = opened(new Functions(app, loader, timers, settings.clock()));
        keys = HostKeys.load(app.settings(), settings.dataDir());

        HostJson json = app.host();
        hub = opened(TaskHub.open(new TaskHubSettings(
                settings.dataDir(),
                settings.grpcPort(),
                json.hubName(),
                json.maxActivities(),
                json.maxOrchestrators(),
                settings.clock())));
        functions.connect(DurableClientValue.of(json.hubName(), hub.grpcPort(), keys.systemKey()));
        hub.execute(functions.executor());
        http = opened(http(
                settings,
                new DurableHttpSettings(settings.httpPort(), json.hubName(), keys, ipRules, settings.clock())));
        List<Trigger> triggers = functions.triggers();
        started.push(() -> stop(triggers));
        triggers.forEach(Trigger::start);
        LOG.info("{} functions of {} run, durable API {}", app.functions().size(), app.folder(), durableApi());
    }

    private DurableHttpServer http(FunctionHostSettings settings, DurableHttpSettings httpSettings) {
        try {
            return DurableHttpServer.start(httpSettings, hub.instances());
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new StartFailure(
                            "The function host's port " + settings.httpPort()
                                    + " is in use. Stop the process that holds it, or choose another with --port.",
                            e);
                }
            }
            throw e;
        }
    }

    private static IpRules ipRules(FunctionHostSettings settings) {
        try {
            return new IpRules(settings.allowedIps());
        } catch (IllegalArgumentException e) {
            throw new StartFailure(e.getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    /** Where the durable HTTP API is served, without a key. */
    public URI durableApi() {
        return http.address();
    }

    /** Opens the durable HTTP API: header {@code x-functions-key} or query parameter {@code code}. */
    public String systemKey() {
        return keys.systemKey();
    }

    public int grpcPort() {
        return hub.grpcPort();
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("A part of the function host did not close cleanly", e);
            }
        }
    }

    private static void stop(List<Trigger> triggers) {
        CompletableFuture.allOf(triggers.stream()
                        .map(trigger -> CompletableFuture.runAsync(
                                () -> trigger.stop(Duration.ofSeconds(DRAIN_SECONDS)),
                                task -> new Thread(task, "trigger-stop").start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
