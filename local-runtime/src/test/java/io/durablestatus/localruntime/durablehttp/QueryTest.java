package io.durablestatus.localruntime.durablehttp;

import static com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;
import static com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void names_have_no_case_and_bad_values_count_as_absent() {
        Query query = query("SHOWINPUT", "false", "showHistory", "maybe", "top", "many", "timeout", "1.5");
        assertThat(query.flag("showInput", true)).isFalse();
        assertThat(query.flag("showHistory", false)).isFalse();
        assertThat(query.positive("top", 100)).isEqualTo(100);
        assertThat(query("top", "-3").positive("top", 100)).isEqualTo(100);
        assertThat(query.seconds("timeout")).contains(Duration.ofMillis(1500));
        assertThat(query.seconds("pollingInterval")).isEmpty();
    }

    @Test
    void times_are_read_in_the_forms_clients_send() {
        Instant expected = Instant.parse("2026-11-22T10:15:30Z");
        for (String text : List.of(
                "2026-11-22T10:15:30Z",
                "2026-11-22T10:15:30.000Z",
                "2026-11-22T12:15:30+02:00",
                "2026-11-22T10:15:30",
                "2026-11-22 10:15:30",
                " 2026-11-22t10:15:30z ")) {
            assertThat(query("t", text).time("t")).as(text).contains(expected);
        }
        assertThat(query("t", "2026-11-22").time("t")).contains(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(query("t", "yesterday").time("t")).isEmpty();
    }

    @Test
    void statuses_come_as_a_list_or_repeated_by_name_or_number() {
        Query query = new Query(Map.of("runtimeStatus", List.of("Completed, 3", "nonsense", "failed")));
        assertThat(query.statuses("runtimeStatus"))
                .containsExactlyInAnyOrder(ORCHESTRATION_STATUS_COMPLETED, ORCHESTRATION_STATUS_FAILED);
        assertThat(query("runtimeStatus", "completed").statuses("runtimeStatus"))
                .isEmpty();
    }

    private static Query query(String... namesAndValues) {
        Map<String, List<String>> parameters = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return new Query(parameters);
    }
}
