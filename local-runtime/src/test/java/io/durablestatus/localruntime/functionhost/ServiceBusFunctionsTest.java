package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.localruntime.functionhost.trigger.ServiceBusTrigger;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Functions started by messages of a real broker, over AMQP. */
class ServiceBusFunctionsTest {
    private static final String ON_MESSAGE = "{'type':'serviceBusTrigger','direction':'in','name':'message',"
            + "'queueName':'%QUEUE%','connection':'Bus'}";
    private static final String DURABLE = "{'type':'durableClient','direction':'in','name':'durable'}";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static ServiceBusEmulator bus;
    private static FunctionHost host;

    @BeforeAll
    static void start() {
        BrokerConfig queues = BrokerConfig.of(
                QueueConfig.named("q"),
                QueueConfig.named("dying"),
                QueueConfig.named("slow"),
                QueueConfig.named("in"),
                QueueConfig.named("out"));
        bus = ServiceBusEmulator.start(new ServiceBusSettings(queues, 0, null, false, InstantSource.system()));
        host = start(
                StagedApp.withDurableFunctions(folder.resolve("all"))
                        .function("OnMessage", "Triggers.onMessage", ON_MESSAGE, DURABLE)
                        .function(
                                "OnDeadLetter",
                                "Triggers.onDeadLetter",
                                ON_MESSAGE.replace("%QUEUE%", "dying/$DeadLetterQueue"),
                                DURABLE)
                        .function(
                                "Forward",
                                "Triggers.forward",
                                ON_MESSAGE.replace("%QUEUE%", "in"),
                                "{'type':'serviceBus','direction':'out','name':'$return','queueName':'out','connection':'Bus'}",
                                "{'type':'serviceBus','direction':'out','name':'copies','queueName':'out','connection':'Bus'}"));
    }

    @AfterAll
    static void stop() {
        host.close();
        bus.close();
    }

    @Test
    void a_message_starts_its_orchestration_and_is_completed() {
        send("q", new ServiceBusMessage("Tokyo").setMessageId("job-1"));
        JsonNode status = ended("job-1");
        assertThat(status.get("output").asText()).isEqualTo("Hello Tokyo from Say");
        assertThat(status.get("input").get("visits").intValue())
                .as("delivery count as .NET counts")
                .isEqualTo(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(peek("q")).isEmpty());
    }

    @Test
    void a_function_that_throws_gets_its_message_again_and_the_error_names_function_and_invocation() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(ServiceBusTrigger.class);
        logger.addAppender(log);
        try {
            send("q", new ServiceBusMessage("fail until 3").setMessageId("job-3"));
            assertThat(ended("job-3").get("input").get("visits").intValue()).isEqualTo(3);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.startsWith("Function 'OnMessage'"))
                .hasSize(2)
                .allMatch(line -> line.matches("Function 'OnMessage' \\(invocation [0-9a-f-]{36}\\) failed: "
                        + "IllegalStateException: planted failure of delivery [12]"));
    }

    @Test
    void a_dead_letter_arrives_with_all_its_metadata_in_the_types_of_azure() {
        ServiceBusMessage message = new ServiceBusMessage(
                        "{\"planted\":\"in the body\",\"LABEL\":\"mine\",\"list\":[1]}")
                .setMessageId("dead-1")
                .setContentType("application/json")
                .setCorrelationId("corr")
                .setSubject("about");
        message.getApplicationProperties().put("count", 7);
        send("dying", message);
        try (ServiceBusReceiverClient receiver = receiver("dying")) {
            receiver.receiveMessages(1, PATIENCE).forEach(receiver::deadLetter);
        }

        JsonNode seen = waiting("dead-1").get("input");
        assertThat(seen.get("body").asText())
                .isEqualTo("{\"planted\":\"in the body\",\"LABEL\":\"mine\",\"list\":[1]}");
        assertThat(seen.get("deliveryCount").intValue()).isEqualTo(1);
        assertThat(seen.get("sequenceNumber").longValue()).isPositive();
        assertThat(seen.get("enqueuedTimeUtc").asText())
                .as("JSON of a time without zone")
                .matches("\"20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?\"");
        assertThat(seen.get("enqueuedTime").asText()).endsWith("+00:00\"");
        assertThat(seen.get("contentType").asText()).isEqualTo("application/json");
        assertThat(seen.get("correlationId").asText()).isEqualTo("corr");
        assertThat(seen.get("subject").asText()).isEqualTo("about");
        assertThat(seen.get("label").asText()).as("a property of the body wins").isEqualTo("mine");
        assertThat(seen.get("applicationProperties").asText()).isEqualTo("{\"count\":7}");
        assertThat(seen.get("userProperties").get("count").doubleValue()).isEqualTo(7.0);
        assertThat(seen.get("lockToken").asText()).hasSize(36);
        assertThat(seen.get("planted").asText()).isEqualTo("in the body");
        assertThat(seen.get("deadLetterSource").asText()).isEqualTo("dying");
    }

    @Test
    void outputs_become_messages() {
        send("in", new ServiceBusMessage("hello"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(peek("out"))
                        .extracting(message -> message.getBody().toString())
                        .containsExactlyInAnyOrder("HELLO", "hello-1", "hello-2"));
    }

    @Test
    void a_host_that_stops_lets_the_call_in_flight_end_and_leaves_the_others_alone() throws Exception {
        StagedApp app = StagedApp.withDurableFunctions(folder.resolve("app"))
                .host("{\"extensions\":{\"serviceBus\":{\"maxConcurrentCalls\":1}}}")
                .function("OnSlow", "Triggers.onSlow", ON_MESSAGE.replace("%QUEUE%", "slow"), DURABLE);
        Path goOn = folder.resolve("go-on");
        FunctionHost stopping = start(app);
        send("slow", new ServiceBusMessage(goOn.toString()).setMessageId("first"));
        HostClient client = new HostClient(stopping);
        await().atMost(PATIENCE)
                .until(() -> client.call("GET", "/instances/first", null).statusCode() == 202);
        // why a file of its own: should the host begin to stop only after the first call, the second may not end
        // either.
        Path later = folder.resolve("later");
        send("slow", new ServiceBusMessage(later.toString()).setMessageId("second"));

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
        assertThat(stopped).isNotDone();
        Files.createFile(goOn);

        assertThat(stopped).succeedsWithin(PATIENCE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<ServiceBusReceivedMessage> left = peek("slow");
            assertThat(left).extracting(ServiceBusReceivedMessage::getMessageId).containsExactly("second");
            assertThat(left.get(0).getDeliveryCount()).isLessThanOrEqualTo(1);
        });
        Files.createFile(later);
    }

    private static FunctionHost start(StagedApp app) {
        return FunctionHost.start(new FunctionHostSettings(
                app.folder(), 0, 0, null, Map.of("Bus", bus.connectionString(), "QUEUE", "q")));
    }

    private static JsonNode ended(String id) {
        HostClient client = new HostClient(host);
        await().atMost(PATIENCE)
                .until(() -> client.call("GET", "/instances/" + id, null).statusCode() != 404);
        return client.ended(id);
    }

    private static JsonNode waiting(String id) {
        HostClient client = new HostClient(host);
        await().atMost(PATIENCE)
                .until(() -> client.call("GET", "/instances/" + id, null).statusCode() == 202);
        return client.json(client.call("GET", "/instances/" + id, null));
    }

    private static ServiceBusClientBuilder sdk() {
        return new ServiceBusClientBuilder().connectionString(bus.connectionString());
    }

    private static void send(String queue, ServiceBusMessage message) {
        try (ServiceBusSenderClient sender = sdk().sender().queueName(queue).buildClient()) {
            sender.sendMessage(message);
        }
    }

    private static ServiceBusReceiverClient receiver(String queue) {
        return sdk().receiver().queueName(queue).disableAutoComplete().buildClient();
    }

    private static List<ServiceBusReceivedMessage> peek(String queue) {
        try (ServiceBusReceiverClient receiver = receiver(queue)) {
            return receiver.peekMessages(10).stream().toList();
        }
    }
}
