package io.durablestatus.localruntime.durablehttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that no client library would send, byte by byte. */
@Timeout(30)
class RawRequestTest {
    private static final String API = DurableHttpServer.BASE_PATH;
    private static final String HEADERS =
            " HTTP/1.1\r\nHost: localhost\r\nX-FUNCTIONS-KEY: " + DurableHttpFixture.SYSTEM_KEY + "\r\n";

    private final DurableHttpFixture fixture = new DurableHttpFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_path_that_only_begins_like_the_apis_is_none() throws IOException {
        assertThat(answer("GET " + API + "instances" + HEADERS + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(answer("GET " + API + "/instances" + HEADERS + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET " + API + HEADERS + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void a_semicolon_belongs_to_the_id() throws IOException {
        fixture.instances.plant("a", RuntimeStatus.Completed);
        assertThat(answer("POST " + API + "/orchestrators/Order/a;b=c;d" + HEADERS
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 202 ");
        assertThat(fixture.instances.started.instanceId()).isEqualTo("a;b=c;d");
        assertThat(answer("GET " + API + "/instances/a;x" + HEADERS + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(answer("GET http://localhost" + API + "/instances/a;b=c;d?showInput=false;x" + HEADERS
                        + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 202 ")
                .contains("Location: http://localhost" + API + "/instances/a;b=c;d?showInput=false;x\r\n");
    }

    @Test
    void a_reserved_character_is_part_of_the_id_when_it_is_encoded() throws IOException {
        for (String id : new String[] {"a%2Fb", "a%3Fb", "%C3%A9", "a%3Bb", "a%25b"}) {
            assertThat(answer("GET " + API + "/instances/" + id + "/" + HEADERS + "Connection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
        assertThat(answer("POST " + API + "/orchestrators/Order/a%2Fb%25%C3%A9+" + HEADERS
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 202 ");
        assertThat(fixture.instances.started.instanceId()).isEqualTo("a/b%é+");
    }

    @Test
    void what_is_no_request_starts_nothing() throws IOException {
        assertThat(answer("GET " + API + "/instances/a%zz" + HEADERS + "\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(answer("GET " + API + "/instances?top=%2" + HEADERS + "\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(answer("POST " + API + "/orchestrators/Order/broken" + HEADERS
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"))
                .as("no chunk: the connection is closed")
                .isEmpty();
        assertThat(answer(
                        "POST " + API + "/orchestrators/Order/large" + HEADERS + "Content-Length: 200000000\r\n\r\n{"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(fixture.instances.started).isNull();
    }

    @Test
    void a_body_may_come_in_chunks_or_behind_a_byte_order_mark() throws IOException {
        assertThat(
                        answer(
                                "POST " + API + "/orchestrators/Order" + HEADERS
                                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 202 ");
        assertThat(fixture.instances.started.input()).isEqualTo("{\"a\":1}");
        assertThat(answer("POST " + API + "/orchestrators/Order/marked" + HEADERS
                        + "Content-Length: 5\r\nConnection: close\r\n\r\n\uFEFF[]"))
                .startsWith("HTTP/1.1 202 ");
        assertThat(fixture.instances.started.input()).isEqualTo("[]");
    }

    @Test
    void a_connection_goes_on_after_refusals_with_a_body() throws IOException {
        String refused =
                "POST " + API + "/orchestrators/Order HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
        String elsewhere = "POST /elsewhere" + HEADERS + "Content-Length: 3\r\n\r\nabc";
        String broken = "POST " + API + "/orchestrators/Order" + HEADERS + "Content-Length: 1\r\n\r\n{";
        String last = "GET " + API + "/instances" + HEADERS + "Connection: close\r\n\r\n";
        assertThat(answer(refused + elsewhere + broken + last))
                .containsSubsequence("HTTP/1.1 401 ", "HTTP/1.1 404 ", "HTTP/1.1 400 ", "HTTP/1.1 200 ");
    }

    @Test
    void a_client_that_stalls_holds_up_neither_the_others_nor_the_stop() throws IOException {
        try (Socket half = connect();
                Socket headless = connect()) {
            half.getOutputStream()
                    .write(bytes("POST " + API + "/orchestrators/Order" + HEADERS + "Content-Length: 9\r\n\r\n{"));
            headless.getOutputStream().write(bytes("GET " + API));
            for (int i = 0; i < 20; i++) {
                assertThat(fixture.get("/instances").statusCode()).isEqualTo(200);
            }
            long start = System.nanoTime();
            fixture.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), fixture.server.address().getPort());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All that comes until the server closes the connection. */
    private String answer(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes(request));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();

            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
