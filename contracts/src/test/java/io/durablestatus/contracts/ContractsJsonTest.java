package io.durablestatus.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each contract against a golden file, with the mapper the durable SDK uses: default settings, modules found. */
class ContractsJsonTest {
    private static final ObjectMapper JSON =
            JsonMapper.builder().findAndAddModules().build();
    private static final SessionToken TOKEN =
            SessionToken.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").orElseThrow();
    private static final JobId JOB = JobId.mint(TOKEN, "01kaptx4a8c1k5v9y3m7q2w8rz");
    private static final JobId EARLIER = JobId.mint(TOKEN, "01kaptx0000000000000000000");

    static Stream<Arguments> contracts() {
        var start = JOB.submittedAt().plusMillis(16);
        var end = start.plusSeconds(61);
        Problem problem = Problem.of(ProblemType.WORK_FAILED, "Tile (0, 1) failed: IllegalStateException: no rows");
        BitSet done = new BitSet();
        done.set(0, 5);
        done.set(9);
        Tiles tiles = Tiles.of(4, done);
        JobProgress progress = JobProgress.of(1_999, 3_000, tiles, start, end);
        JobMessage message = JobMessage.of(JOB, 0.88, "name,city\n\"Müller, Ann\",Köln\n", EARLIER);
        JobResult result = new JobResult(
                3,
                List.of("name", "city"),
                0.88,
                3,
                1,
                List.of(new JobResult.Pair(1, 3, 0.9375)),
                List.of(new JobResult.Cluster(List.of(
                        new JobResult.Row(1, List.of("Ann", "Bonn")), new JobResult.Row(3, List.of("Anne", ""))))));
        return Stream.of(
                Arguments.of("job-message", message),
                Arguments.of("job-input", JobInput.of(message, 2, start)),
                Arguments.of("rejected-input", RejectedInput.of(JOB.value(), "{broken", 10, end, problem)),
                Arguments.of("job-progress", progress),
                Arguments.of("job-progress-failed", progress.withProblem(problem, end)),
                Arguments.of("job-progress-rejected", JobProgress.rejected(problem, end)),
                Arguments.of("job-output", JobOutput.completed(start, end, result)),
                Arguments.of("job-output-canceled", JobOutput.canceled(start, end)),
                Arguments.of(
                        "job-status",
                        new JobStatus(
                                JOB,
                                JOB.value(),
                                JobState.RUNNING,
                                JobStatus.Progress.of(progress),
                                JOB.submittedAt(),
                                start,
                                end,
                                null,
                                JOB.expiresAt(),
                                null,
                                false,
                                false,
                                false,
                                EARLIER,
                                new JobStatus.Links("/api/jobs/" + JOB, null, null, null, null, null, null, null))));
    }

    /** JobStatus is an HTTP answer: its version is the API's. */
    static Stream<Arguments> versionedContracts() {
        return contracts().filter(arguments -> !(arguments.get()[1] instanceof JobStatus));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void every_contract_reads_and_writes_its_golden_file(String file, Object value) throws IOException {
        JsonNode golden = golden(file);
        assertThat(JSON.readTree(JSON.writeValueAsBytes(value))).isEqualTo(golden);
        assertThat((Object) JSON.treeToValue(golden, value.getClass())).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void unknown_fields_are_ignored(String file, Object value) throws IOException {
        ObjectNode newer = (ObjectNode) golden(file);
        newer.put("added by a later release", 1);
        assertThat((Object) JSON.treeToValue(newer, value.getClass())).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("versionedContracts")
    void an_unknown_or_missing_schema_version_is_refused_with_what_to_do(String file, Object value) throws IOException {
        ObjectNode newer = (ObjectNode) golden(file);
        newer.put("schema", 2);
        assertThatThrownBy(() -> JSON.treeToValue(newer, value.getClass()))
                .hasMessageContaining(
                        value.getClass().getSimpleName() + " has schema 2; this build reads schema 1. Deploy both");
        newer.remove("schema");
        assertThatThrownBy(() -> JSON.treeToValue(newer, value.getClass())).hasMessageContaining("schema 0");
    }

    private static JsonNode golden(String file) throws IOException {
        try (InputStream in = ContractsJsonTest.class.getResourceAsStream("/golden/" + file + ".json")) {
            assertThat(in).as("golden file %s", file).isNotNull();
            return JSON.readTree(in);
        }
    }
}
