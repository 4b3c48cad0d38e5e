package io.durablestatus.localruntime.taskhub.grpc;

import io.durablestatus.localruntime.taskhub.TaskHubException;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.engine.Engine;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Serves the protocol on the loopback address, without TLS, as the SDK's client of a function app expects it. */
public final class SidecarServer implements AutoCloseable {
    /** An answer of an orchestrator may start a thousand activities, each with its own input. */
    private static final int LARGEST_MESSAGE = 256 * 1024 * 1024;

    private static final long PATIENCE_SECONDS = 2;

    private final Server server;
    private final WorkItemStreams streams;

    private SidecarServer(Server server, WorkItemStreams streams) {
        this.server = server;
        this.streams = streams;
    }

    /** @throws TaskHubException {@code UNAVAILABLE} when the port is taken */
    public static SidecarServer start(Engine engine, int port) {
        WorkItemStreams streams = new WorkItemStreams(engine.dispatcher());
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .addService(new SidecarService(engine, streams))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new TaskHubException(
                    Reason.UNAVAILABLE,
                    "Port %d on the loopback address cannot be used (%s); free it or choose another with --grpc-port."
                            .formatted(port, e.getMessage()),
                    e);
        }
        return new SidecarServer(server, streams);
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        streams.close();
        server.shutdown();
        try {
            if (!server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
