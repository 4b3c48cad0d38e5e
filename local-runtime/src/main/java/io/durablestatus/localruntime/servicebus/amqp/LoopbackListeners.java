package io.durablestatus.localruntime.servicebus.amqp;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's port on 127.0.0.1 and, where the machine has it, on ::1: a client may resolve localhost to either. Never
 * on another address.
 */
final class LoopbackListeners implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackListeners.class);
    private static final int ATTEMPTS = 20;

    private final List<ServerSocketChannel> channels = new ArrayList<>();
    private final int port;

    private LoopbackListeners(int wanted) throws IOException {
        ServerSocketChannel first = bind(StandardProtocolFamily.INET, "127.0.0.1", wanted);
        channels.add(first);
        port = ((InetSocketAddress) first.getLocalAddress()).getPort();
    }

    /**
     * Binds.
     *
     * @param port 0 for any that is free
     * @throws BindException with a message for the user when the port is taken
     */
    static LoopbackListeners bind(int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            LoopbackListeners listeners = new LoopbackListeners(port);
            try {
                listeners.addIpv6();
                return listeners;
            } catch (BindException e) {
                listeners.close();
                // why: a free port on the one family may be taken on the other.
                if (port != 0 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    int port() {
        return port;
    }

    void register(Selector selector) throws IOException {
        for (ServerSocketChannel channel : channels) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocketChannel channel : channels) {
            channel.close();
        }
    }

    private void addIpv6() throws IOException {
        try {
            channels.add(bind(StandardProtocolFamily.INET6, "::1", port));
        } catch (UnsupportedOperationException e) {
            LOG.debug("no IPv6 on this machine", e);
        } catch (BindException e) {
            if (isTaken(e)) {
                throw e;
            }
            LOG.debug("no ::1 on this machine", e);
        }
    }

    private static boolean isTaken(BindException e) {
        return String.valueOf(e.getMessage()).contains("in use");
    }

    private static ServerSocketChannel bind(StandardProtocolFamily family, String host, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        try {
            // why: a broker that was killed must get its port back at once.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (BindException e) {
            channel.close();
            if (!isTaken(e)) {
                throw e;
            }
            throw (BindException) new BindException("port " + port + " is in use; stop the program that listens there"
                            + " or choose another port with --port")
                    .initCause(e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
