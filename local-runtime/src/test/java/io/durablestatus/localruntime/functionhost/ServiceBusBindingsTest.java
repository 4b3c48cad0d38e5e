package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.localruntime.servicebus.ServiceBusEmulator;
import io.durablestatus.localruntime.servicebus.ServiceBusSettings;
import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.config.QueueConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shapes a message may have, and the settings that decide how long it is held and who settles it. */
@Timeout(60)
class ServiceBusBindingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final String DURABLE = "{'type':'durableClient','direction':'in','name':'durable'}";

    @TempDir
    private static Path folder;

    private static ServiceBusEmulator bus;
    private static FunctionHost host;
    private static FunctionHost sparing;

    @BeforeAll
    static void start() {
        BrokerConfig queues =
                BrokerConfig.of(Stream.of("city", "bytes", "emit", "emitted", "renewed", "kept", "unrenewed")
                        .map(ServiceBusBindingsTest::queue)
                        .toArray(QueueConfig[]::new));
        bus = ServiceBusEmulator.start(new ServiceBusSettings(queues, 0, null, false, InstantSource.system()));
        host = start(StagedApp.withDurableFunctions(folder.resolve("host"))
                .function("TakeCity", "Shapes.city", message("city", ""), DURABLE)
                .function("TakeBytes", "Shapes.bytes", message("bytes", ",'dataType':'binary'"), DURABLE)
                .function(
                        "Emit",
                        "Shapes.emit",
                        message("emit", ""),
                        out("$return"),
                        out("raw"),
                        out("list"),
                        out("unset"))
                .function("OnSlow", "Triggers.onSlow", message("renewed", ""), DURABLE));
        sparing = start(StagedApp.withDurableFunctions(folder.resolve("sparing"))
                .host("{\"extensions\":{\"serviceBus\":{\"autoCompleteMessages\":false,"
                        + "\"maxAutoLockRenewalDuration\":\"00:00:00\"}}}")
                .function("OnMessage", "Triggers.onMessage", message("kept", ""), DURABLE)
                .function("OnSlow", "Triggers.onSlow", message("unrenewed", ""), DURABLE));
    }

    @AfterAll
    static void stop() {
        host.close();
        sparing.close();
        bus.close();
    }

    @Test
    void a_body_arrives_as_a_class_or_as_bytes() {
        send("city", new ServiceBusMessage("{\"name\":\"Oslo\",\"visits\":3}").setMessageId("city"));
        send("bytes", new ServiceBusMessage(new byte[] {0, -1, 7}).setMessageId("bytes"));
        assertThat(started(host, "city").get("input").asText()).isEqualTo("Oslo3");
        assertThat(started(host, "bytes").get("input").asText())
                .as("base64 by Jackson")
                .isEqualTo("AP8H");
    }

    @Test
    void a_class_bytes_and_each_of_a_list_become_a_message() {
        send("emit", new ServiceBusMessage("\u00e9"));
        await().atMost(PATIENCE).until(() -> peek("emitted").size() == 4);
        assertThat(peek("emitted"))
                .extracting(message ->
                        List.of(message.getBody().toBytes().length, String.valueOf(message.getContentType())))
                .containsExactlyInAnyOrder(
                        List.of(24, "application/json"),
                        List.of(1, "null"),
                        List.of(27, "application/json"),
                        List.of(28, "application/json"));
    }

    @Test
    void a_message_that_is_not_to_be_completed_stays() {
        send("kept", new ServiceBusMessage("Rome").setMessageId("kept"));
        started(sparing, "kept");
        new HostClient(sparing).ended("kept");
        assertThat(peek("kept")).hasSize(1);
    }

    /** why slow: the SDK renews by the real clock. */
    @Tag("slow")
    @Test
    void a_lock_is_renewed_as_long_as_the_host_file_says() throws Exception {
        Path goOn = folder.resolve("go-on");
        send("renewed", new ServiceBusMessage(goOn.toString()).setMessageId("slow"));
        send("unrenewed", new ServiceBusMessage(goOn.toString()).setMessageId("slow"));
        started(host, "slow");
        started(sparing, "slow");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(peek("unrenewed").get(0).getDeliveryCount()).isPositive());
        await().during(LOCK)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(peek("renewed").get(0).getDeliveryCount()).isZero());

        Files.createFile(goOn);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(peek("renewed")).isEmpty());
    }

    private static QueueConfig queue(String name) {
        QueueConfig usual = QueueConfig.named(name);
        return new QueueConfig(
                name,
                LOCK,
                usual.maxDeliveryCount(),
                usual.defaultTimeToLive(),
                false,
                Duration.ZERO,
                false,
                usual.maxMessageBytes(),
                usual.maxQueueBytes());
    }

    private static String message(String queue, String more) {
        return "{'type':'serviceBusTrigger','direction':'in','name':'message','connection':'Bus','queueName':'" + queue
                + "'" + more + "}";
    }

    private static String out(String name) {
        return "{'type':'serviceBus','direction':'out','name':'" + name + "','queueName':'emitted','connection':'Bus'}";
    }

    private static FunctionHost start(StagedApp app) {
        return FunctionHost.start(
                new FunctionHostSettings(app.folder(), 0, 0, null, Map.of("Bus", bus.connectionString())));
    }

    private static JsonNode started(FunctionHost on, String id) {
        HostClient client = new HostClient(on);
        return client.json(await().atMost(PATIENCE)
                .until(() -> client.call("GET", "/instances/" + id, null), answer -> answer.statusCode() != 404));
    }

    private static ServiceBusClientBuilder sdk() {
        return new ServiceBusClientBuilder().connectionString(bus.connectionString());
    }

    private static void send(String queue, ServiceBusMessage message) {
        try (ServiceBusSenderClient sender = sdk().sender().queueName(queue).buildClient()) {
            sender.sendMessage(message);
        }
    }

    private static List<ServiceBusReceivedMessage> peek(String queue) {
        try (ServiceBusReceiverClient receiver =
                sdk().receiver().queueName(queue).disableAutoComplete().buildClient()) {
            return receiver.peekMessages(10).stream().toList();
        }
    }
}
