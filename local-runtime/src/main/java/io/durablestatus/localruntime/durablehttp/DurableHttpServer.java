package io.durablestatus.localruntime.durablehttp;

import io.durablestatus.localruntime.durablehttp.Router.Route;
import io.durablestatus.localruntime.taskhub.Instances;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/** The management API on a loopback port: address rules first (403), then the key (401), then the operation. */
public final class DurableHttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableHttpServer.class);

    /** Where Azure mounts the extension's webhooks. */
    static final String BASE_PATH = "/runtime/webhooks/durabletask";

    private static final String LOOPBACK = "127.0.0.1";
    /** The front end's own limit for a request, bytes. */
    private static final long MAX_BODY = 100L << 20;

    private final Router router;
    private final AccessKeys keys;
    private final IpRules ipRules;
    private final ExecutorService threads;
    private final Undertow server;

    private DurableHttpServer(DurableHttpSettings settings, Instances instances) {
        this.router = new Router(routes(settings, instances));
        this.keys = settings.keys();
        this.ipRules = settings.ipRules();
        // why: a start may wait for its instance; such calls must not use up the threads of the others.
        this.threads = Executors.newCachedThreadPool(threadNames());
        this.server = Undertow.builder()
                .addHttpListener(settings.port(), LOOPBACK)
                .setIoThreads(2)
                .setWorkerThreads(2)
                .setSocketOption(Options.TCP_NODELAY, true)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY)
                // why: a query value is read by this class, with the same rules as a path segment.
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setHandler(exchange -> exchange.dispatch(threads, this::serve))
                .build();
    }

    /** @throws RuntimeException with a {@link java.net.BindException} as cause when the port is taken */
    public static DurableHttpServer start(DurableHttpSettings settings, Instances instances) {
        DurableHttpServer started = new DurableHttpServer(settings, instances);
        try {
            started.server.start();
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** The API's address, without a key. */
    public URI address() {
        InetSocketAddress bound =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + bound.getPort() + BASE_PATH);
    }

    @Override
    public void close() {
        // why: interrupts the calls that wait for an instance, else the server would wait for them.
        threads.shutdownNow();
        server.stop();
    }

    private static List<Route> routes(DurableHttpSettings settings, Instances instances) {
        GetStatus status = new GetStatus(instances);
        ManagementLinks links = new ManagementLinks(settings.hubName(), settings.keys());
        CompletionWait completion = new CompletionWait(instances, links, status);
        StartInstance start = new StartInstance(instances, completion);
        return List.of(
                new Route("POST", "orchestrators/{functionName}", start),
                new Route("POST", "orchestrators/{functionName}/{instanceId}", start),
                new Route("GET", "instances", new ListInstances(instances)),
                new Route("DELETE", "instances", new PurgeInstances(instances, settings.clock())),
                new Route("GET", "instances/{instanceId}", status),
                new Route("DELETE", "instances/{instanceId}", new PurgeInstance(instances)),
                new Route("POST", "instances/{instanceId}/terminate", new TerminateInstance(instances)),
                new Route("POST", "instances/{instanceId}/suspend", new SuspendInstance(instances)),
                new Route("POST", "instances/{instanceId}/resume", new ResumeInstance(instances)),
                new Route("POST", "instances/{instanceId}/restart", new RestartInstance(instances, completion)),
                new Route("POST", "instances/{instanceId}/raiseEvent/{eventName}", new RaiseEvent(instances)));
    }

    private void serve(HttpServerExchange exchange) {
        exchange.startBlocking();
        try {
            send(exchange, answer(exchange));
        } catch (RequestTooBigException e) {
            send(exchange, Reply.empty(413));
        } catch (IOException e) {
            LOG.debug("A caller broke off, or sent a body that is none", e);
            exchange.endExchange();
        }
    }

    private Reply answer(HttpServerExchange exchange) throws IOException {
        var caller = exchange.getSourceAddress().getAddress();
        if (!ipRules.admit(caller)) {
            return new Reply(403, Map.of("x-ms-forbidden-ip", caller.getHostAddress()), null);
        }
        String path = CallReader.path(exchange);
        if (!(path + "/").toLowerCase(Locale.ROOT).startsWith(BASE_PATH + "/")) {
            return Reply.empty(404);
        }
        Call call = CallReader.head(exchange);
        if (!keys.admit(call)) {
            return Reply.empty(401);
        }
        return router.answer(
                call.withBody(CallReader.body(exchange)), CallReader.segments(path.substring(BASE_PATH.length())));
    }

    private static void send(HttpServerExchange exchange, Reply reply) {
        exchange.setStatusCode(reply.status());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        if (reply.body() == null) {
            exchange.endExchange();
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=utf-8");
        exchange.getResponseSender().send(ByteBuffer.wrap(Json.write(reply.body())));
    }

    private static ThreadFactory threadNames() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "durable-http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
