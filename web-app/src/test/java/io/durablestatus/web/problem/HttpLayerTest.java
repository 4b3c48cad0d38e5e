package io.durablestatus.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.web.support.WebAppTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HttpLayerTest extends WebAppTest {
    private static final String POST = "POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/api", "/api/job", "/problems/nope", "/q/nope", "/js/nope.js", "/api/jobs/a/b/c"})
    void an_unknown_address_is_a_404(String path) {
        problem(browser().get(path), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({"PUT, /api/jobs, GET", "DELETE, /api/jobs, POST", "POST, /api/jobs/x/result, GET"})
    void a_wrong_method_is_a_405_that_says_which_are_right(String method, String path, String allowed) {
        HttpResponse<String> response = browser().send(browser().request(path).method(method, BodyPublishers.noBody()));
        problem(response, 405, "method-not-allowed");
        assertThat(response.headers().firstValue("Allow").orElse("")).contains(allowed);
    }

    @Test
    void a_much_larger_body_is_a_413_too_and_is_not_kept() {
        problem(browser().submit("x".repeat(600 * 1024)), 413, "too-large");
        problem(browser().submit("x".repeat(4 * 1024 * 1024)), 413, "too-large");
        assertThat(sender.sent()).isEmpty();
    }

    @Test
    void a_body_that_is_announced_too_large_is_answered_before_it_is_sent() throws IOException {
        assertProblem(raw(POST + "Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n"), 413, "too-large");
    }

    @Test
    void a_chunked_body_that_grows_too_large_is_a_413() throws IOException {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        assertProblem(
                raw(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(20) + "0\r\n\r\n"), 413, "too-large");
    }

    @Test
    void a_form_that_is_too_large_is_a_413() {
        String form = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                + "x".repeat(600 * 1024) + "\r\n--XX--\r\n";
        problem(browser().post("/api/jobs", "multipart/form-data; boundary=XX", form), 413, "too-large");
    }

    @Test
    void a_broken_chunk_is_a_400() throws IOException {
        assertProblem(raw(POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), 400, "bad-request");
    }

    @Test
    void a_form_without_its_boundary_is_a_415() {
        problem(browser().post("/api/jobs", "multipart/form-data", "x"), 415, "unsupported-media-type");
    }

    @Test
    void chunked_bodies_are_taken_like_others() {
        byte[] csv = "a,b\n1,2\n".getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> response = browser()
                .send(browser()
                        .request("/api/jobs")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(csv))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        byte[] form = ("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                        + new String(csv, StandardCharsets.US_ASCII) + "\r\n--XX--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        response = browser()
                .send(browser()
                        .request("/api/jobs")
                        .header("Content-Type", "multipart/form-data; boundary=XX")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form))));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(sender.sent())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.csv()).isEqualTo("a,b\n1,2\n"));
    }

    @Test
    void the_connection_still_works_after_a_refused_request() throws IOException {
        String unknown = "GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String answers =
                raw(unknown + unknown.replace("/nope HTTP/1.1", "/q/health/live HTTP/1.1\r\nConnection: close"));
        assertThat(answers).contains("404 Not Found", "200 OK");
    }

    private void assertProblem(String answer, int status, String type) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/problem+json");
        assertThat(answer).contains("\"type\":\"/problems/" + type + "\"", "\"status\":" + status);
    }

    /** Sends bytes as they are and reads until the other side closes. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException e) {
                // The answer may come, and the connection end, before all is sent; what counts is the answer.
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
