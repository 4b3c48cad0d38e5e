package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** User code that harms its host, on a host with one thread of each kind: the next call must find it whole. */
class CarelessFunctionsTest {
    @TempDir
    private static Path folder;

    private static FunctionHost host;
    private static HostClient client;

    @BeforeAll
    static void start() {
        StagedApp.withDurableFunctions(folder)
                .host("{\"extensions\":{\"durableTask\":"
                        + "{\"maxConcurrentActivityFunctions\":1,\"maxConcurrentOrchestratorFunctions\":1}}}")
                .function("Interrupt", "Odd.interrupt", "{'type':'activityTrigger','direction':'in','name':'text'}")
                .function("Break", "Odd.breakDown", "{'type':'activityTrigger','direction':'in','name':'how'}")
                .function(
                        "InterruptTurn",
                        "Odd.interruptTurn",
                        "{'type':'orchestrationTrigger','direction':'in','name':'ctx'}")
                .function(
                        "BreakTurn", "Odd.breakTurn", "{'type':'orchestrationTrigger','direction':'in','name':'ctx'}");
        host = FunctionHost.start(new FunctionHostSettings(folder, 0, 0, null, Map.of()));
        client = new HostClient(host);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void a_function_that_leaves_its_thread_interrupted_costs_no_thread() {
        for (int i = 0; i < 3; i++) {
            assertThat(client.run("Tell", "[\"Interrupt\",1]").get("output").asText())
                    .isEqualTo("ok|\"interrupted\"");
            assertThat(client.run("InterruptTurn", null).get("output").asText()).isEqualTo("interrupted");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stack, StackOverflowError|",
        "memory, OutOfMemoryError|planted|",
        "class, planted",
        "class again, planted",
    })
    void an_error_in_an_activity_fails_the_activity_alone(String how, String told) {
        String output =
                client.run("Tell", "[\"Break\",\"" + how + "\"]").get("output").asText();
        assertThat(output).contains(told).endsWith("|false");
    }

    @ParameterizedTest
    @CsvSource({"stack", "memory", "class"})
    void an_error_in_an_orchestrator_fails_its_instance_alone(String how) {
        assertThat(client.run("BreakTurn", "\"" + how + "\"")
                        .get("runtimeStatus")
                        .asText())
                .isEqualTo("Failed");
        assertThat(client.run("Greet", "{\"name\":\"Tokyo\"}")
                        .get("runtimeStatus")
                        .asText())
                .isEqualTo("Completed");
    }
}
