package io.durablestatus.localruntime.servicebus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** The broker's counters as JSON: {@code GET /counters} on 127.0.0.1. */
final class CountersServer implements Closeable {
    private static final String PATH = "/counters";

    private final HttpServer server;

    private CountersServer(HttpServer server) {
        this.server = server;
    }

    /** @throws IOException with a message for the user when the port is taken */
    static CountersServer start(int port, ServiceBusEmulator emulator, ObjectMapper json) throws IOException {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext(PATH, exchange -> answer(exchange, emulator, json));
            server.start();
            return new CountersServer(server);
        } catch (BindException e) {
            throw new IOException("port " + port + " is in use; choose another one with --counters-port", e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, ServiceBusEmulator emulator, ObjectMapper json)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = json.writeValueAsBytes(emulator.counters());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
