package io.durablestatus.functions.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.contracts.JobResult;
import io.durablestatus.contracts.Limits;
import io.durablestatus.contracts.Tiles;
import io.durablestatus.functions.Jobs;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuplicateSearchTest {
    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "12,1", "50,4", "100,8", "400,8", "1000,8"})
    void small_tables_have_eight_blocks_from_a_hundred_rows_on(int rows, int blocks) throws InvalidTableException {
        assertThat(DuplicateSearch.plan(Jobs.csv(rows), 0.85).blocks()).isEqualTo(blocks);
    }

    @ParameterizedTest
    @CsvSource({"400", "2150", "3000"})
    void a_tiles_input_stays_below_the_size_that_is_spilled(int rows) throws InvalidTableException {
        DuplicateSearch search = DuplicateSearch.plan(Jobs.csv(rows), 0.85);

        assertThat(IntStream.range(0, search.tiles())
                        .map(tile -> Tiling.input(search, tile).length()))
                .allMatch(length -> length < Limits.TILE_INPUT_CHARS);
    }

    @Test
    void text_that_grows_in_json_stays_below_that_size_too() throws InvalidTableException {
        String row = "\u0001".repeat(700) + "," + "\"\"\"" + "\"\"".repeat(300) + "\"\n";
        DuplicateSearch search = DuplicateSearch.plan("a,b\n" + row.repeat(60), 0.85);

        assertThat(search.blocks()).isGreaterThan(8);
        assertThat(IntStream.range(0, search.tiles())
                        .map(tile -> Tiling.input(search, tile).length()))
                .allMatch(length -> length < Limits.TILE_INPUT_CHARS);
    }

    @Test
    void blocks_of_long_rows_beside_short_ones_are_filled_up_to_that_size_and_not_above() throws InvalidTableException {
        String csv = "a\n" + ("x".repeat(179) + "\n").repeat(300) + "y\n".repeat(2_000);
        DuplicateSearch search = DuplicateSearch.plan(csv, 0.85);

        int longest = IntStream.range(0, search.tiles())
                .map(tile -> Tiling.input(search, tile).length())
                .max()
                .orElseThrow();
        assertThat(longest).isBetween((int) (0.98 * Limits.TILE_INPUT_CHARS), Limits.TILE_INPUT_CHARS - 1);
    }

    @Test
    void a_row_too_long_for_half_a_tile_is_a_block_of_its_own() throws InvalidTableException {
        String tall = ("x".repeat(3_999) + ",").repeat(4) + "y\n";
        DuplicateSearch search = DuplicateSearch.plan("a,b,c,d,e\n" + tall.repeat(3), 0.85);

        assertThat(search.blocks()).isEqualTo(3);
        assertThat(Tiling.all(search).duplicatePairs()).isEqualTo(3);
    }

    @Test
    void a_message_of_256_kib_makes_about_210_tiles() throws InvalidTableException {
        int rows = 2_990;
        String csv = Jobs.csv(rows);
        assertThat(csv.length()).isBetween(255_000, 262_144);

        assertThat(DuplicateSearch.plan(csv, 0.85).tiles()).isBetween(190, 231);
    }

    @Test
    void the_tiles_pairs_come_to_all_pairs() throws InvalidTableException {
        DuplicateSearch search = DuplicateSearch.plan(Jobs.csv(333), 0.85);

        assertThat(search.tiles()).isEqualTo(Tiles.count(search.blocks()));
        assertThat(IntStream.range(0, search.tiles()).mapToLong(search::pairs).sum())
                .isEqualTo(search.pairs())
                .isEqualTo(333 * 332 / 2);
    }

    @Test
    void more_pairs_than_one_job_may_compare_are_refused() {
        assertThatThrownBy(() -> DuplicateSearch.plan("a\n" + "x\n".repeat(3_164), 0.85))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("3164 rows make 5003866 pairs; the limit is 5000000. Send fewer rows.");
    }

    @Test
    void rows_that_are_all_equal_make_one_cluster_and_a_forest_of_one_edge_less() throws InvalidTableException {
        int rows = 600;
        JobResult result = Tiling.all(DuplicateSearch.plan("a,b\n" + "same,row\n".repeat(rows), 1));

        assertThat(result.duplicatePairs()).isEqualTo(rows * (rows - 1) / 2);
        assertThat(result.pairs())
                .hasSize(rows - 1)
                .allSatisfy(pair -> assertThat(pair.left()).isEqualTo(1));
        assertThat(result.clusters())
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.rows()).hasSize(rows));
    }
}
