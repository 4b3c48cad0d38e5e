package io.durablestatus.localruntime.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. */
final class Ports {
    private Ports() {}

    /** Free right now; another process may take it in the next moment, and then the part that wanted it says so. */
    static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The preferred port, or 0 (any) when it is taken. */
    static int preferred(int port) {
        return port != 0 && free(port) ? port : 0;
    }

    /** why: for a part that cannot tell which port it took when it is given 0. */
    static int anyFree() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
