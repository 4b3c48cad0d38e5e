package io.durablestatus.functions.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForestTest {
    @Test
    void the_better_matches_win_and_ties_go_to_the_smaller_rows() {
        Forest forest = Forest.of(List.of(
                new Match(2, 4, 0.9),
                new Match(2, 3, 0.9),
                new Match(1, 4, 0.9),
                new Match(1, 3, 0.9),
                new Match(3, 4, 1)));

        assertThat(forest.matches()).containsExactly(new Match(3, 4, 1), new Match(1, 3, 0.9), new Match(2, 3, 0.9));
    }

    @Test
    void trees_have_their_rows_in_order_and_stand_in_the_order_of_their_first_rows() {
        Forest forest = Forest.of(List.of(new Match(5, 9, 0.99), new Match(2, 8, 0.9), new Match(2, 3, 0.95)));

        assertThat(forest.trees()).containsExactly(List.of(2, 3, 8), List.of(5, 9));
    }
}
