package io.durablestatus.web.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.contracts.Limits;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    @Test
    void none_is_the_default() {
        assertThat(Threshold.of(List.of())).isEqualTo(Limits.THRESHOLD_DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "1, 1", "1.0, 1", "0.875, 0.875"})
    void a_number_in_range_is_taken(String text, double threshold) {
        assertThat(Threshold.of(List.of(text))).isEqualTo(threshold);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "0.49", "1.01", "NaN", "Infinity", "0x1p0", "1d", "1e0", "-0.9", "+0.9", ".9", "0,9"})
    void anything_else_is_a_400(String text) {
        assertInvalid(List.of(text));
    }

    @Test
    void a_repeated_one_is_a_400() {
        assertInvalid(List.of("0.9", "0.9"));
    }

    private static void assertInvalid(List<String> values) {
        assertThatThrownBy(() -> Threshold.of(values))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(HttpProblem.INVALID_PARAMETER))
                .hasMessageContaining("threshold");
    }
}
