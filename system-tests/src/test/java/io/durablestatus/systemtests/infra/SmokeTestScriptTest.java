package io.durablestatus.systemtests.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does the smoke test of a deployment fail when it should? Two small servers answer as the apps in Azure do, then each
 * time one answer is wrong. Azure's own front end, which adds the header of the IP rules, runs nowhere else.
 */
class SmokeTestScriptTest {
    private static final String JOB = "/api/jobs/abc";

    @TempDir
    private Path noPrograms;

    private HttpServer webApp;
    private HttpServer functionApp;

    private volatile String state = "COMPLETED";
    private volatile int duplicatePairs = 1;
    private volatile boolean ownersOnly = true;
    private volatile int outsideStatus = 403;
    private volatile boolean ipRule = true;

    @BeforeEach
    void start() throws IOException {
        webApp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webApp.createContext("/", this::answerAsWebApp);
        webApp.start();
        functionApp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        functionApp.createContext("/", exchange -> {
            if (ipRule) {
                exchange.getResponseHeaders().add("x-ms-forbidden-ip", "203.0.113.7");
            }
            answer(exchange, outsideStatus, "Ip Forbidden");
        });
        functionApp.start();
    }

    @AfterEach
    void stop() {
        webApp.stop(0);
        functionApp.stop(0);
    }

    @Test
    void passes_when_the_job_completes_and_the_function_app_is_closed() throws Exception {
        Script smoke = smoke();
        assertThat(smoke.exitCode()).as(smoke.output()).isZero();
        assertThat(smoke.output()).contains("The smoke test passed");
    }

    @Test
    void fails_when_the_function_app_lets_a_stranger_as_far_as_the_key() throws Exception {
        outsideStatus = 401;
        assertFailed("OPEN", "answered 401");
    }

    @Test
    void fails_when_the_refusal_does_not_come_from_the_ip_rules() throws Exception {
        ipRule = false;
        assertFailed("not because of the IP rules");
    }

    @Test
    void fails_when_the_function_app_does_not_answer_at_all() throws Exception {
        functionApp.stop(0);
        assertFailed("answered 000");
    }

    @Test
    void fails_when_the_job_fails() throws Exception {
        state = "FAILED";
        assertFailed("the job ended FAILED", "message-lost");
    }

    @Test
    void fails_when_the_job_does_not_end_in_time() throws Exception {
        state = "QUEUED";
        assertFailed("the job is QUEUED after 2 s");
    }

    @Test
    void fails_when_the_result_is_wrong() throws Exception {
        duplicatePairs = 0;
        assertFailed("wrong result");
    }

    @Test
    void fails_when_another_browser_sees_the_job() throws Exception {
        ownersOnly = false;
        assertFailed("without the cookie answered 200");
    }

    private void answerAsWebApp(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean owner = "session=token".equals(exchange.getRequestHeaders().getFirst("Cookie"));
        if (path.equals("/q/health/live")) {
            answer(exchange, 200, "{}");
        } else if (exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().add("Location", JOB);
            exchange.getResponseHeaders().add("Set-Cookie", "session=token; Path=/; HttpOnly");
            answer(exchange, 202, "{}");
        } else if (ownersOnly && !owner) {
            answer(exchange, 404, "{}");
        } else if (path.equals(JOB)) {
            answer(exchange, 200, "{\"state\":\"" + state + "\",\"error\":{\"type\":\"/problems/message-lost\"}}");
        } else {
            answer(exchange, 200, "{\"duplicatePairs\":" + duplicatePairs + "}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void assertFailed(String... said) throws Exception {
        Script smoke = smoke();
        assertThat(smoke.exitCode()).as(smoke.output()).isEqualTo(1);
        assertThat(smoke.output()).contains(said).doesNotContain("passed");
    }

    private Script smoke() throws Exception {
        return Script.run(
                "smoke-test.sh",
                Map.of(
                        "WEB_APP_URL", url(webApp),
                        "FUNCTION_APP_URL", url(functionApp),
                        "SMOKE_PATIENCE_SECONDS", "2"),
                noPrograms);
    }

    private static String url(HttpServer server) {
        return "http://localhost:" + server.getAddress().getPort();
    }
}
