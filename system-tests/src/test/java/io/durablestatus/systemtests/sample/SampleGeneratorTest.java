package io.durablestatus.systemtests.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SampleGeneratorTest {
    private static final Path ROOT = Path.of("..");

    private final SampleGenerator.Sample sample = new SampleGenerator().generate();

    @Test
    void the_committed_files_are_what_the_generator_makes() throws IOException {
        assertThat(Files.readString(ROOT.resolve(SampleGenerator.CSV_FILE))).isEqualTo(sample.csv());
        assertThat(Files.readString(ROOT.resolve(SampleGenerator.TRUE_PAIRS_FILE)))
                .isEqualTo(sample.truePairs());
    }

    @Test
    void every_customer_seen_thrice_gives_three_true_pairs_and_twice_one() {
        assertThat(sample.truePairs().lines().skip(1)).hasSize(40 * 3 + 180).doesNotHaveDuplicates();
    }

    @Test
    void the_sample_is_1500_rows_and_small_enough_for_one_message() {
        assertThat(sample.csv().lines()).hasSize(SampleGenerator.ROWS + 1);
        assertThat(sample.csv().length()).isLessThan(110_000);
    }
}
