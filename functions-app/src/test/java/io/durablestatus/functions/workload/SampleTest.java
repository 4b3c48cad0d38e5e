package io.durablestatus.functions.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.contracts.JobResult;
import io.durablestatus.contracts.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void at_the_default_threshold_the_sample_is_found_with_precision_and_recall_of_95_percent()
            throws IOException, InvalidTableException {
        String csv = Files.readString(Path.of("..", "web-app/src/main/resources/META-INF/resources/sample.csv"));

        JobResult result = Tiling.all(DuplicateSearch.plan(csv, Limits.THRESHOLD_DEFAULT));

        Set<String> found = result.clusters().stream()
                .flatMap(cluster -> cluster.rows().stream()
                        .flatMap(left -> cluster.rows().stream()
                                .filter(right -> left.row() < right.row())
                                .map(right -> left.row() + "," + right.row())))
                .collect(Collectors.toSet());
        Set<String> truth = truePairs();
        Set<String> hits = new HashSet<>(found);
        hits.retainAll(truth);
        assertThat(result.rows()).isEqualTo(1_500);
        assertThat((double) hits.size() / found.size()).as("precision").isGreaterThanOrEqualTo(0.95);
        assertThat((double) hits.size() / truth.size()).as("recall").isGreaterThanOrEqualTo(0.95);
    }

    private static Set<String> truePairs() throws IOException {
        try (InputStream file = SampleTest.class.getResourceAsStream("/sample-true-pairs.csv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .collect(Collectors.toSet());
        }
    }
}
