package io.durablestatus.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durablestatus.contracts.Names;
import io.durablestatus.contracts.Timings;
import io.durablestatus.systemtests.environment.Project;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
    @Test
    void the_local_brokers_queue_has_the_timings_of_the_contracts() throws IOException {
        JsonNode config = new ObjectMapper()
                .readTree(Project.ROOT.resolve("local-runtime/Config.json").toFile());
        JsonNode queues = config.path("UserConfig").path("Namespaces").path(0).path("Queues");

        assertThat(queues).hasSize(1);
        assertThat(queues.path(0).path("Name").asText()).isEqualTo(Names.QUEUE);
        JsonNode queue = queues.path(0).path("Properties");
        assertThat(duration(queue, "LockDuration")).isEqualTo(Timings.LOCK);
        assertThat(duration(queue, "DefaultMessageTimeToLive")).isEqualTo(Timings.MESSAGE_TTL);
        assertThat(duration(queue, "DuplicateDetectionHistoryTimeWindow")).isEqualTo(Timings.DUPLICATE_DETECTION);
        assertThat(queue.path("MaxDeliveryCount").asInt()).isEqualTo(Timings.MAX_DELIVERIES);
        assertThat(queue.path("RequiresDuplicateDetection").asBoolean()).isTrue();
        assertThat(queue.path("DeadLetteringOnMessageExpiration").asBoolean()).isTrue();
    }

    private static Duration duration(JsonNode queue, String name) {
        return Duration.parse(queue.path(name).asText());
    }
}
