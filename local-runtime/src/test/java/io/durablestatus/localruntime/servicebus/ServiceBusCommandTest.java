package io.durablestatus.localruntime.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServiceBusCommandTest {
    @TempDir
    private Path folder;

    private Path config;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeConfig() throws IOException {
        config = folder.resolve("Config.json");
        Files.writeString(config, """
                {"UserConfig": {"Namespaces": [{"Name": "ns", "Queues": [{"Name": "jobs"}]}]}}""");
    }

    @Test
    void a_missing_config_is_one_line_and_exit_code_1() {
        assertThat(run("--config", folder.resolve("none.json").toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("servicebus: ")
                .contains("no such file")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_taken_port_is_one_line_and_exit_code_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("--config", config.toString(), "--port", port)).isEqualTo(1);
            assertThat(err.toString()).contains("port " + port + " is in use").hasLineCount(1);
        }
    }

    @Test
    void a_locked_folder_is_one_line_and_exit_code_1() {
        ServiceBusSettings settings =
                new ServiceBusSettings(TestBroker.config(""), 0, folder, false, new MutableClock());
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(settings)) {
            assertThat(emulator.port()).isPositive();
            assertThat(run("--config", config.toString(), "--port", "0", "--data", folder.toString()))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains("is in use by another process of the local runtime")
                    .hasLineCount(1);
        }
    }

    @Test
    void the_process_prints_its_ready_line_serves_and_stops_on_sigterm() throws IOException {
        int port;
        try (BrokerProcess broker = BrokerProcess.start(folder, "", 0)) {
            port = broker.port();
            try (RawClient client = new RawClient(port)) {
                client.await(() -> client.connection.getRemoteContainer() != null);
            }
        }
        assertThat(run("--config", config.toString(), "--port", Integer.toString(port), "--data", config.toString()))
                .as("the port is free again, so only the folder is wrong")
                .isEqualTo(1);
        assertThat(err.toString()).doesNotContain("port");
    }

    @Test
    void the_counters_are_readable_as_json() throws Exception {
        ServiceBusSettings settings = new ServiceBusSettings(TestBroker.config(""), 0, null, false, new MutableClock());
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(settings);
                CountersServer server = CountersServer.start(0, emulator, new ObjectMapper())) {
            JsonNode counters =
                    new ObjectMapper().readTree(get(server.address()).body());

            assertThat(counters.path("connections").intValue()).isZero();
            assertThat(counters.path("queues").path("jobs").fieldNames())
                    .toIterable()
                    .contains("active", "scheduled", "deferred", "deadLettered", "delivered");
            assertThat(get(server.address().resolve("/other")).statusCode()).isEqualTo(404);
        }
    }

    private int run(String... arguments) {
        return new CommandLine(new ServiceBusCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
