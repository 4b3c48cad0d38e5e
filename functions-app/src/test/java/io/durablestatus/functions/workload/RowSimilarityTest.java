package io.durablestatus.functions.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.junit.jupiter.api.Test;

class RowSimilarityTest {
    private final RowSimilarity similarity = new RowSimilarity(0.5);

    @Test
    void it_is_the_mean_over_the_columns_filled_in_both() {
        double names = new JaroWinklerSimilarity().apply("martha", "marhta");

        assertThat(similarity.of(row("Martha", "Graz", ""), row("Marhta", "Graz", "x")))
                .isCloseTo((names + 1) / 2, within(1e-12));
    }

    @Test
    void case_and_spaces_at_the_ends_or_in_rows_do_not_count() {
        assertThat(similarity.of(row("  ADA   Lovelace "), row("ada lovelace"))).isEqualTo(1);
    }

    @Test
    void half_of_the_columns_filled_in_both_is_enough_and_less_is_not() {
        assertThat(similarity.of(row("a", "b", "c", ""), row("a", "b", "", "d")))
                .isEqualTo(1);
        assertThat(similarity.of(row("a", "b", "", ""), row("a", "", "c", "d"))).isEqualTo(RowSimilarity.BELOW);
        assertThat(similarity.of(row("", ""), row("", ""))).isEqualTo(RowSimilarity.BELOW);
    }

    @Provide
    Arbitrary<String> cell() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("abAB 1").ofMaxLength(14),
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(40));
    }

    @Provide
    Arbitrary<List<String>> cells() {
        return cell().list().ofSize(4);
    }

    @Property(tries = 3_000)
    void what_is_skipped_would_not_have_reached_the_threshold_and_the_rest_is_the_plain_definition(
            @ForAll("cells") List<String> left, @ForAll("cells") List<String> right) {
        double plain = Plain.similarity(left, right);
        Row a = row(left.toArray(String[]::new));
        Row b = row(right.toArray(String[]::new));

        for (double threshold : new double[] {0.5, 0.7, 0.85, 1}) {
            assertThat(new RowSimilarity(threshold).of(a, b))
                    .isEqualTo(plain >= threshold ? plain : RowSimilarity.BELOW);
        }
        if (plain > 0) {
            // why: the pair exactly at the threshold is the one that rounding would lose.
            assertThat(new RowSimilarity(plain).of(a, b)).isEqualTo(plain);
        }
    }

    @Property(tries = 3_000)
    void the_bound_of_two_cells_is_never_below_their_similarity(
            @ForAll("cell") String left, @ForAll("cell") String right) {
        Cell a = new Cell(Row.normalise(left));
        Cell b = new Cell(Row.normalise(right));

        if (!a.isEmpty() && !b.isEmpty()) {
            assertThat(a.bound(b))
                    .isGreaterThanOrEqualTo(new JaroWinklerSimilarity().apply(a.text(), b.text()) - 1e-12);
        }
    }

    private static Row row(String... cells) {
        return new Row(cells);
    }
}
