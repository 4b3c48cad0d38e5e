package io.durablestatus.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobMessage;
import io.durablestatus.contracts.Limits;
import io.durablestatus.contracts.Names;
import io.durablestatus.localruntime.launcher.LocalSystem;
import io.durablestatus.localruntime.launcher.LocalSystemSettings;
import io.durablestatus.systemtests.environment.Project;
import io.durablestatus.systemtests.environment.SystemFile;
import io.durablestatus.systemtests.run.WebAppClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A queue delivers at least once. why a system of its own: its queue has duplicate detection off, so that a second message
 * with the same id, sent with the vendor's SDK, really reaches the function again.
 */
class RedeliveryTest {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private static final CustomerList LIST = new CustomerList(400, 20);

    @Test
    void a_message_delivered_again_leaves_one_instance_and_its_result(@TempDir Path folder) throws Exception {
        try (LocalSystem system = LocalSystem.start(new LocalSystemSettings(
                withoutDuplicateDetection(folder), Project.newDataFolder("redelivery"), 0, true))) {
            WebAppClient user = new WebAppClient(system.addresses().web());
            String path = WebAppClient.location(user.submit(LIST.csv()));
            JobId job = new JobId(path.substring(path.lastIndexOf('/') + 1));
            Path hostLog = system.addresses().logs().resolve("functionhost.log");

            try (ServiceBusSenderClient queue = new ServiceBusClientBuilder()
                    .connectionString(system.addresses().servicebus())
                    .sender()
                    .queueName(Names.QUEUE)
                    .buildClient()) {
                queue.sendMessage(copyOfTheMessage(job));
                awaitSettled(hostLog, job, 2);
                JsonNode end = new JobWatch(user, path).untilTerminal();
                assertThat(end.path("state").asText()).isEqualTo("COMPLETED");
                DurableApi api = new DurableApi(system.addresses());
                JsonNode instance = api.instance(job.value());
                String result = user.get(path + "/result").body();

                queue.sendMessage(copyOfTheMessage(job));

                assertThat(awaitSettled(hostLog, job, 3)).contains("AlreadyThere");
                assertThat(api.instancesOf(job.sessionId().value())).hasSize(1);
                assertThat(api.instance(job.value())).isEqualTo(instance);
                assertThat(user.get(path + "/result").body()).isEqualTo(result);
                assertThat(WebAppClient.json(user.get(path))).isEqualTo(end);
            }
        }
    }

    private static ServiceBusMessage copyOfTheMessage(JobId job) throws IOException {
        String csv = new String(LIST.csv(), StandardCharsets.UTF_8);
        String body = JSON.writeValueAsString(JobMessage.of(job, Limits.THRESHOLD_DEFAULT, csv, null));
        return new ServiceBusMessage(body).setMessageId(job.value()).setContentType("application/json");
    }

    /** What the function says became of the n-th message. why the log: nothing else shows a delivery that did nothing. */
    private static String awaitSettled(Path hostLog, JobId job, int sequenceNumber) {
        String mark = "StartJob - message " + job + " (sequence number " + sequenceNumber + ",";
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> Files.readAllLines(hostLog).stream()
                                .filter(line -> line.contains(mark))
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    private static Path withoutDuplicateDetection(Path folder) throws IOException {
        Path home = Project.SYSTEM.getParent();
        JsonNode config = JSON.readTree(home.resolve("Config.json").toFile());
        ((ObjectNode) config.at("/UserConfig/Namespaces/0/Queues/0/Properties"))
                .put("RequiresDuplicateDetection", false);
        JSON.writeValue(folder.resolve("Config.json").toFile(), config);

        SystemFile system = SystemFile.shipped();
        system.set("servicebus", "config", folder.resolve("Config.json").toString());
        return system.writeTo(folder);
    }
}
