package io.durablestatus.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @Property
    void tiles_are_counted_row_by_row_without_gaps(@ForAll @IntRange(min = 1, max = 40) int blocks) {
        int next = 0;
        for (int row = 0; row < blocks; row++) {
            for (int column = row; column < blocks; column++) {
                assertThat(Tiles.index(row, column, blocks)).isEqualTo(next++);
            }
        }
        assertThat(Tiles.count(blocks)).isEqualTo(next);
    }

    @Property
    void the_bits_of_tiles_survive_their_text(@ForAll @IntRange(min = 1, max = 30) int blocks, @ForAll long seed) {
        BitSet done = BitSet.valueOf(new long[] {seed});
        done.clear(Tiles.count(blocks), Math.max(Tiles.count(blocks), Long.SIZE));
        assertThat(Tiles.of(blocks, done).bits()).isEqualTo(done);
    }

    @Test
    void a_tile_below_the_diagonal_does_not_exist() {
        assertThatThrownBy(() -> Tiles.index(2, 1, 4)).hasMessageContaining("(2, 1)");
        assertThatThrownBy(() -> Tiles.index(0, 4, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void percent_is_100_only_when_all_is_done(
            @ForAll @LongRange(min = 1, max = 5_000_000) long total, @ForAll @LongRange(min = 0) long some) {
        long done = some % (total + 1);
        BigDecimal percent = percent(done, total);
        assertThat(percent.compareTo(new BigDecimal("100.0")) == 0).isEqualTo(done == total);
        assertThat(percent).hasScaleOf(1).isBetween(BigDecimal.ZERO, new BigDecimal("100.0"));
    }

    @Test
    void percent_is_floored_to_one_decimal_and_a_single_row_is_all_done() {
        assertThat(percent(1999, 3000)).isEqualTo("66.6");
        assertThat(percent(0, 0)).isEqualTo("100.0");
    }

    private static BigDecimal percent(long done, long total) {
        return JobStatus.Progress.of(JobProgress.of(done, total, null, NOW, NOW))
                .percent();
    }
}
