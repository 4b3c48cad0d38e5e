package io.durablestatus.systemtests.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A Redis asked in plain lines, which its protocol allows. why no client library: this module has the broker's SDK, and the two
 * want different versions of Netty.
 */
final class RedisLines {
    private final URI address;

    RedisLines(String url) {
        this.address = URI.create(url);
    }

    /** The answer of a command that answers with one text or one number. */
    String ask(String command) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String first = answer.readLine();
            return first.startsWith(":") ? first.substring(1) : first.equals("$-1") ? null : answer.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
