package io.durablestatus.localruntime.servicebus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static final String QUEUE_PROPERTIES = "$.UserConfig.Namespaces[0].Queues[0].Properties";

    @Test
    void a_file_of_the_official_emulator_works_and_its_topics_are_set_aside() throws URISyntaxException {
        Path file = Path.of(ConfigReaderTest.class
                .getResource("/servicebus/official-config.json")
                .toURI());

        BrokerConfig config = BrokerConfig.read(file);

        assertThat(config.namespace()).isEqualTo("sbemulatorns");
        assertThat(config.ignoredTopics()).containsExactly("topic.1");
        assertThat(config.queues())
                .containsExactly(new QueueConfig(
                        "queue.1",
                        Duration.ofMinutes(1),
                        3,
                        Duration.ofHours(1),
                        false,
                        Duration.ZERO,
                        false,
                        256 * 1024,
                        1024L * 1024 * 1024));
    }

    @Test
    void a_queue_without_properties_has_azures_defaults() {
        QueueConfig queue = BrokerConfig.parse("""
                {"UserConfig": {"Namespaces": [{"Name": "ns", "Queues": [{"Name": "jobs"}]}]}}""").queues().get(0);

        assertThat(queue).isEqualTo(QueueConfig.named("jobs"));
        assertThat(queue.maxDeliveryCount()).isEqualTo(10);
        assertThat(queue.lockDuration()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void the_duplicate_window_counts_only_when_detection_is_required() {
        assertThat(queue("\"DuplicateDetectionHistoryTimeWindow\": \"PT5M\"").duplicateWindow())
                .isZero();
        assertThat(queue("\"DuplicateDetectionHistoryTimeWindow\": \"PT5M\", \"RequiresDuplicateDetection\": true")
                        .duplicateWindow())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"LockDuration\": \"PT4S\"                 | .LockDuration: PT4S is out of range; allowed: PT5S to PT5M",
                "\"LockDuration\": \"1 minute\"             | .LockDuration: '1 minute' is no ISO 8601 duration",
                "\"LockDuration\": 60                       | .LockDuration: must be a string",
                "\"MaxDeliveryCount\": 0                    | .MaxDeliveryCount: 0 is out of range; allowed: 1 to 2000",
                "\"MaxDeliveryCount\": \"3\"                | .MaxDeliveryCount: must be a whole number from 1 to 2000",
                "\"RequiresSession\": \"yes\"               | .RequiresSession: must be true or false",
                "\"LockDuratoin\": \"PT1M\"                 | .LockDuratoin: unknown key; allowed here: ",
                "\"ForwardTo\": \"other\"                   | .ForwardTo: forwarding is not emulated; leave it empty",
                "\"DuplicateDetectionHistoryTimeWindow\": \"PT8D\" | .DuplicateDetectionHistoryTimeWindow: 'PT8D' is no",
                "\"DefaultMessageTimeToLive\": \"PT0S\"     | .DefaultMessageTimeToLive: PT0S is out of range",
                "\"MaxSizeInMegabytes\": 0                  | .MaxSizeInMegabytes: 0 is out of range",
            })
    void a_wrong_property_is_refused_with_its_path(String property, String problem) {
        assertThatThrownBy(() -> queue(property))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(QUEUE_PROPERTIES + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                                      | $.UserConfig: is missing",
                "[]                                                      | $: must be an object",
                "{                                                       | $: is no JSON",
                "{'UserConfig': {'Namespaces': []}}                      | $.UserConfig.Namespaces: must hold exactly one",
                "{'UserConfig': {'Namespaces': {}}}                      | $.UserConfig.Namespaces: must be an array",
                "{'UserConfig': {'Namespaces': [{'Queues': []}]}}        | $.UserConfig.Namespaces[0].Name: is missing",
                "{'UserConfig': {'Namespaces': [{'Name': 'n', 'Queues': [{'Name': 'a b'}]}]}} | $.UserConfig.Namespaces[0].Queues[0].Name: 'a b' is no queue name",
                "{'UserConfig': {'Namespaces': [{'Name': 'n', 'Queues': [{'Name': 'a'}, {'Name': 'A'}]}]}} | $.UserConfig.Namespaces[0].Queues[1].Name: a second queue",
                "{'UserConfig': {'Namespaces': [{'Name': 'n'}], 'Logging': {'Type': 'Syslog'}}} | $.UserConfig.Logging.Type: allowed: File, Console",
                "{'UserConfig': {}, 'UserConfig': {}}                    | $: is no JSON: Duplicate field",
            })
    void a_wrong_shape_is_refused_with_its_path(String json, String problem) {
        assertThatThrownBy(() -> BrokerConfig.parse(json.replace('\'', '"')))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void a_missing_file_is_refused_by_its_name() {
        assertThatThrownBy(() -> BrokerConfig.read(Path.of("no/such/Config.json")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("no/such/Config.json: no such file; name a Config.json with --config");
    }

    @Test
    void a_key_never_shows_in_text() {
        assertThat(new SharedAccessKey("name", "secret").toString()).doesNotContain("secret");
    }

    private static QueueConfig queue(String properties) {
        return BrokerConfig.parse("""
                {"UserConfig": {"Namespaces": [{"Name": "ns", "Queues": [
                    {"Name": "jobs", "Properties": {%s}}]}]}}""".formatted(properties)).queues().get(0);
    }
}
