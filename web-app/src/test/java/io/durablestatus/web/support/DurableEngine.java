package io.durablestatus.web.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The read side of the durable HTTP management API, with the answers of extension 3.x: 401 with an empty body without
 * the key, 202 with Location and Retry-After 5 for what runs, 200 for what ended, 404 with an empty body for what is not
 * there, lists in pages with a continuation token.
 */
public final class DurableEngine implements AutoCloseable {
    public static final String KEY = "system-key";
    private static final String BASE = "/runtime/webhooks/durabletask/instances";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final NavigableMap<String, Map<String, String>> instances = new ConcurrentSkipListMap<>();
    private final AtomicInteger instanceReads = new AtomicInteger();
    private final AtomicInteger listCalls = new AtomicInteger();
    private volatile int failWith;
    private volatile boolean listsFail;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public DurableEngine() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/runtime/webhooks/durabletask");
    }

    /** Puts an instance; customStatus and output are raw JSON, or null. */
    public void put(String instanceId, String runtimeStatus, String customStatus, String output) {
        instances.put(
                instanceId,
                Map.of(
                        "runtimeStatus",
                        runtimeStatus,
                        "customStatus",
                        String.valueOf(customStatus),
                        "output",
                        String.valueOf(output)));
    }

    /** Everything as at the start: no instances, all calls answered. */
    public void reset() {
        instances.clear();
        failWith = 0;
        listsFail = false;
        open();
        instanceReads.set(0);
        listCalls.set(0);
    }

    /** From now on every call is answered with this HTTP status; 0 ends it. */
    public void failWith(int status) {
        failWith = status;
    }

    /** A host that is starting: 404 for each instance, lists fail. */
    public void listsFail(boolean fail) {
        listsFail = fail;
    }

    /** Holds back every answer to a read of an instance until {@link #open}. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    public void open() {
        gate.countDown();
    }

    public int instanceReads() {
        return instanceReads.get();
    }

    public int listCalls() {
        return listCalls.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!KEY.equals(exchange.getRequestHeaders().getFirst("x-functions-key"))) {
                send(exchange, 401, "");
            } else if (failWith != 0) {
                send(exchange, failWith, "");
            } else if (path.equals(BASE)) {
                list(exchange, query(exchange.getRequestURI()));
            } else if (path.startsWith(BASE + "/")) {
                instance(exchange, path.substring(BASE.length() + 1));
            } else {
                send(exchange, 404, "");
            }
        }
    }

    private void instance(HttpExchange exchange, String id) throws IOException {
        instanceReads.incrementAndGet();
        Map<String, String> instance = instances.get(id);
        awaitGate();
        if (instance == null) {
            send(exchange, 404, "");
            return;
        }
        boolean ended =
                List.of("Completed", "Failed", "Terminated", "Canceled").contains(instance.get("runtimeStatus"));
        if (!ended) {
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().toString());
            exchange.getResponseHeaders().add("Retry-After", "5");
        }
        send(exchange, ended ? 200 : 202, json(id, instance));
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        listCalls.incrementAndGet();
        if (listsFail) {
            send(exchange, 503, "");
            return;
        }
        String prefix = query.getOrDefault("instanceIdPrefix", "");
        String after = exchange.getRequestHeaders().getFirst("x-ms-continuation-token");
        // why: pages of at most 2, so that following the token is tested with few instances.
        int top = Math.min(2, Integer.parseInt(query.getOrDefault("top", "100")));
        List<String> ids = instances.keySet().stream()
                .filter(id -> id.startsWith(prefix) && (after == null || id.compareTo(after) > 0))
                .toList();
        if (ids.size() > top) {
            exchange.getResponseHeaders().add("x-ms-continuation-token", ids.get(top - 1));
        }
        send(
                exchange,
                200,
                ids.stream()
                        .limit(top)
                        .map(id -> json(id, instances.get(id)))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static String json(String id, Map<String, String> instance) {
        return """
                {"name":"ProcessJob","instanceId":"%s","runtimeStatus":"%s","input":null,"customStatus":%s,"output":%s,\
                "createdTime":"2026-11-22T10:00:00Z","lastUpdatedTime":"2026-11-22T10:00:05Z"}""".formatted(id, instance.get("runtimeStatus"), instance.get("customStatus"), instance.get("output"));
    }

    private static Map<String, String> query(URI uri) {
        return uri.getRawQuery() == null
                ? Map.of()
                : Arrays.stream(uri.getRawQuery().split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
