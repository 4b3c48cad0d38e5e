package io.durablestatus.localruntime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.process.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisEmulatorTest {
    @TempDir
    Path data;

    @Test
    void what_it_acknowledged_is_there_after_a_stop() {
        try (RedisEmulator redis = RedisEmulator.start(new RedisSettings(0, data))) {
            assertThat(ask(redis, "SET job one")).isEqualTo("+OK");
        }
        try (RedisEmulator redis = RedisEmulator.start(new RedisSettings(0, data))) {
            assertThat(ask(redis, "STRLEN job")).isEqualTo(":3");
        }
    }

    @Test
    void a_server_left_over_by_a_killed_command_is_ended_and_loses_nothing() throws Exception {
        RedisServer leftover =
                RedisServer.start(RedisBinary.candidates(data).get(0).locate(), 0, data);
        assertThat(ask(leftover.port(), "SET job one")).isEqualTo("+OK");

        try (RedisEmulator redis = RedisEmulator.start(new RedisSettings(leftover.port(), data))) {
            assertThat(leftover.ended().get(1, TimeUnit.SECONDS)).isNotNull();
            assertThat(ask(redis, "STRLEN job")).isEqualTo(":3");
        }
    }

    @Test
    void it_listens_on_the_loopback_interface_only() {
        try (RedisEmulator redis = RedisEmulator.start(new RedisSettings(0, data))) {
            assertThat(ask(redis, "CONFIG GET bind")).isEqualTo("*2");
            assertThat(lines(URI.create(redis.url()).getPort(), "CONFIG GET bind", 5))
                    .contains("127.0.0.1");
        }
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> RedisEmulator.start(new RedisSettings(taken.getLocalPort(), data)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("Redis: port " + taken.getLocalPort()
                            + " is in use. Stop what uses it, or choose another port.");
        }
    }

    @Test
    void a_data_folder_in_use_is_named() {
        try (RedisEmulator redis = RedisEmulator.start(new RedisSettings(0, data))) {
            assertThatThrownBy(() -> RedisEmulator.start(new RedisSettings(0, data)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(data + " is in use");
            assertThat(ask(redis, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void a_binary_that_does_not_start_gives_way_to_the_next() throws Exception {
        RedisBinary broken = script("echo 'libssl.so.3: cannot open shared object file'; exit 127");
        RedisBinary works = RedisBinary.candidates(data).get(0);
        try (RedisEmulator redis = RedisEmulator.start(new RedisSettings(0, data), List.of(broken, works))) {
            assertThat(ask(redis, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void without_any_binary_that_starts_it_says_why_and_what_to_do() throws Exception {
        RedisBinary broken = script("echo 'libssl.so.3: cannot open shared object file'; exit 127");
        RedisBinary none = () -> {
            throw new IOException("no redis-server on the PATH");
        };
        assertThatThrownBy(() -> RedisEmulator.start(new RedisSettings(0, data), List.of(broken, none)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("libssl.so.3: cannot open shared object file; no redis-server on the PATH")
                .hasMessageContaining("apt install redis-server");
        RedisEmulator.start(new RedisSettings(0, data)).close();
    }

    private RedisBinary script(String body) throws IOException {
        Path file = Files.createFile(
                data.resolve("broken-redis-server"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return () -> file;
    }

    private static String ask(RedisEmulator redis, String command) {
        return ask(URI.create(redis.url()).getPort(), command);
    }

    private static String ask(int port, String command) {
        return lines(port, command, 1).get(0);
    }

    /** Redis answers to plain lines too. */
    private static List<String> lines(int port, String command, int count) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines()
                    .limit(count)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
