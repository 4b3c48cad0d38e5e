package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real functions, the real middleware, a real task hub; what a user of Azure would see. */
class DurableFunctionsTest {
    @TempDir
    private static Path folder;

    private static FunctionHost host;
    private static HostClient client;

    @BeforeAll
    static void start() {
        StagedApp.withDurableFunctions(folder).host("{\"extensions\":{\"durableTask\":{\"hubName\":\"%HUB%\"}}}");
        host = FunctionHost.start(new FunctionHostSettings(folder, 0, 0, null, Map.of("HUB", "SampleHub")));
        client = new HostClient(host);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void an_orchestration_started_over_http_completes_with_output_and_custom_status() {
        JsonNode status = client.run("greet", "{\"name\":\"Tokyo\",\"visits\":3}");
        assertThat(status.get("name").asText()).isEqualToIgnoringCase("Greet");
        assertThat(status.get("runtimeStatus").asText()).isEqualTo("Completed");
        assertThat(status.get("output").asText()).isEqualTo("Hello Tokyo from Say");
        assertThat(status.get("customStatus").toString()).isEqualTo("{\"greeting\":\"Tokyo\"}");
        assertThat(status.get("input").get("visits").intValue()).isEqualTo(3);
    }

    /** Inputs and outputs as the Java worker converts them, with its failures. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ["TakeText","Tokyo"]               | ok#"\\"Tokyo\\"-test"
            ["TakeText",{"a":1}]               | ok#"{\\"a\\":1}-test"
            ["TakeText",null]                  | ok#"null-test"
            ["takenumber",41]                  | ok#42
            ["TakeNumber","many"]              | ClassCastException#Cannot convert "many"to type int#false
            ["TakeCities",[{"visits":5}]]      | ok#2.5
            ["GiveNothing",{"name":"x"}]       | ok#null
            ["TakeRecord",{"x":1,"y":2}]       | IllegalAccessException#Can not set final int field io.durablestatus.localruntime.functionhost.sample.Point.
            ["TakeTime",{"at":"2026-01-01"}]   | InaccessibleObjectException#Unable to make field private final long java.time.Instant.seconds accessible
            ["Fail",1]                         | IllegalStateException#kaboom#false
            ["Nope",1]                         | (unknown)#The function 'Nope' doesn't exist, is disabled, or is not an activity function. Additional info: The following are the known activity functions: 'Fail', 'GiveCity', 'GiveNothing', 'Peek', 'Say', 'Surroundings', 'TakeCities', 'TakeNumber', 'TakeRecord', 'TakeText', 'TakeTime'.#false
            """)
    void an_activity_behaves_as_in_azure(String input, String expected) {
        JsonNode status = client.run("Tell", input);
        assertThat(status.get("runtimeStatus").asText()).isEqualTo("Completed");
        assertThat(status.get("output").asText()).startsWith(expected.replace('#', '|'));
    }

    @Test
    void metadata_and_results_of_classes_cross_the_boundary() {
        String id = client.start("Tell", "[\"GiveCity\",1]");
        assertThat(client.ended(id).get("output").asText()).isEqualTo("ok|{\"name\":\"" + id + "\",\"visits\":0}");
    }

    @Test
    void an_activity_has_a_durable_client_of_this_hub() {
        assertThat(client.run("Tell", "[\"Peek\",1]").get("output").asText())
                .isEqualTo("ok|\"SampleHub Tell RUNNING\"");
    }

    @Test
    void functions_see_their_settings_and_only_their_own_classes() {
        assertThat(client.run("Tell", "[\"Surroundings\",1]").get("output").asText())
                .isEqualTo("ok|\"from-file function-package function-package\"");
    }

    @Test
    void a_custom_status_set_before_a_throw_survives() {
        JsonNode status = client.run("Throw", "{}");
        assertThat(status.get("runtimeStatus").asText()).isEqualTo("Failed");
        assertThat(status.get("customStatus").toString()).isEqualTo("{\"problem\":\"planted\"}");
        assertThat(status.get("output").asText())
                .isEqualTo("java.lang.RuntimeException: Unexpected failure in the task execution");
    }

    @Test
    void an_unknown_orchestrator_is_refused() {
        var response = client.call("POST", "/orchestrators/Nope", "{}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(client.json(response).get("Message").asText())
                .isEqualTo("One or more of the arguments submitted is incorrect");
    }

    @Test
    void an_instance_is_suspended_resumed_told_and_purged() {
        String id = client.start("Wait", null);
        assertThat(client.call("POST", "/instances/" + id + "/suspend", null).statusCode())
                .isEqualTo(202);
        assertThat(client.call("POST", "/instances/" + id + "/raiseEvent/go", "\"now\"")
                        .statusCode())
                .isEqualTo(202);
        assertThat(client.call("POST", "/instances/" + id + "/resume", null).statusCode())
                .isEqualTo(202);
        assertThat(client.ended(id).get("output").asText()).isEqualTo("now");
        assertThat(client.call("DELETE", "/instances/" + id, null).statusCode()).isEqualTo(200);
        assertThat(client.call("GET", "/instances/" + id, null).statusCode()).isEqualTo(404);
    }

    @Test
    void a_start_that_waits_gets_the_bare_output_or_the_status_of_a_failure() {
        String wait = "?timeout=20&pollingInterval=0.1";
        var completed = client.call("POST", "/orchestrators/Greet" + wait, "{\"name\":\"Rome\"}");
        assertThat(completed.statusCode()).isEqualTo(200);
        assertThat(completed.body()).isEqualTo("\"Hello Rome from Say\"");
        var failed = client.call("POST", "/orchestrators/Throw" + wait, "{}");
        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(client.json(failed).get("runtimeStatus").asText()).isEqualTo("Failed");
        var late = client.call("POST", "/orchestrators/Wait/late?timeout=0.2&pollingInterval=0.1", null);
        assertThat(late.statusCode()).isEqualTo(202);
        assertThat(client.json(late).get("id").asText()).isEqualTo("late");
        client.call("POST", "/instances/late/terminate", null);
    }

    @Test
    void a_restart_runs_again_under_a_new_id_or_the_same() {
        String id = client.start("Greet/first", "{\"name\":\"Oslo\"}");
        client.ended(id);
        String fresh = client.json(client.call("POST", "/instances/first/restart", null))
                .get("id")
                .asText();
        assertThat(fresh).isNotEqualTo("first");
        assertThat(client.ended(fresh).get("output").asText()).isEqualTo("Hello Oslo from Say");
        var same = client.call("POST", "/instances/first/restart?restartWithNewInstanceId=false", null);
        assertThat(client.json(same).get("id").asText()).isEqualTo("first");
        assertThat(client.ended("first").get("output").asText()).isEqualTo("Hello Oslo from Say");
    }

    @Test
    void the_history_of_a_real_run_is_folded() {
        String id = client.start("Greet", "{\"name\":\"Lima\"}");
        client.ended(id);
        JsonNode events = client.json(
                        client.call("GET", "/instances/" + id + "?showHistory=true&showHistoryOutput=true", null))
                .get("historyEvents");
        assertThat(events)
                .extracting(event -> event.get("EventType").asText())
                .containsExactly("ExecutionStarted", "TaskCompleted", "ExecutionCompleted");
        assertThat(events.get(0).get("Input").asText()).isEqualTo("{\"name\":\"Lima\"}");
        assertThat(events.get(1).get("FunctionName").asText()).isEqualTo("Say");
        assertThat(events.get(1).get("Result").asText()).isEqualTo("Hello Lima from Say");
        assertThat(events.get(2).get("OrchestrationStatus").asText()).isEqualTo("Completed");
    }

    @Test
    void pages_are_followed_by_their_token() {
        for (int i = 0; i < 5; i++) {
            client.ended(client.start("Greet/page-" + i, "{\"name\":\"x\"}"));
        }
        Set<String> seen = new TreeSet<>();
        String token = "";
        do {
            var page = client.page("/instances?instanceIdPrefix=page-&top=2", token);
            client.json(page)
                    .forEach(status -> seen.add(status.get("instanceId").asText()));
            token = page.headers().firstValue("x-ms-continuation-token").orElseThrow();
        } while (!token.isEmpty());
        assertThat(seen).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4");
    }

    @Test
    void an_instance_is_terminated_with_its_reason_as_output() {
        String id = client.start("Wait", null);
        assertThat(client.call("POST", "/instances/" + id + "/terminate?reason=enough", null)
                        .statusCode())
                .isEqualTo(202);
        JsonNode status = client.ended(id);
        assertThat(status.get("runtimeStatus").asText()).isEqualTo("Terminated");
        assertThat(status.get("output").asText()).isEqualTo("enough");
    }
}
