package io.durablestatus.functions.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.contracts.JobResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class DuplicateSearchLawsTest {
    @Provide
    Arbitrary<List<List<String>>> rows() {
        return Tables.rows(12);
    }

    @Property(tries = 300)
    void the_result_is_that_of_brute_force(
            @ForAll("rows") List<List<String>> rows,
            @ForAll @DoubleRange(min = 0.5, max = 1) double threshold,
            @ForAll @IntRange(min = 1, max = 13) int blockRows)
            throws InvalidTableException {
        JobResult result = Tiling.all(DuplicateSearch.plan(Tables.csv(rows), threshold, blockRows));

        List<Match> matches = Plain.matches(rows, threshold);
        assertThat(result.duplicatePairs()).isEqualTo(matches.size());
        assertThat(result.pairsCompared()).isEqualTo((long) rows.size() * (rows.size() - 1) / 2);
        assertThat(result.pairs())
                .isEqualTo(Plain.forest(matches).stream()
                        .map(match -> new JobResult.Pair(match.left(), match.right(), match.similarity()))
                        .toList());
        assertThat(result.clusters().stream().flatMap(cluster -> cluster.rows().stream()))
                .allSatisfy(row -> assertThat(row.cells()).isEqualTo(rows.get(row.row() - 1)))
                .extracting(JobResult.Row::row)
                .containsExactlyInAnyOrderElementsOf(matches.stream()
                        .flatMap(match -> List.of(match.left(), match.right()).stream())
                        .distinct()
                        .toList());
    }

    @Property(tries = 200)
    void the_result_depends_neither_on_tile_size_nor_on_order_nor_on_repetition(
            @ForAll("rows") List<List<String>> rows,
            @ForAll @IntRange(min = 1, max = 6) int blockRows,
            @ForAll long seed)
            throws InvalidTableException {
        String csv = Tables.csv(rows);
        DuplicateSearch search = DuplicateSearch.plan(csv, 0.8, blockRows);
        Random random = new Random(seed);
        List<Integer> tiles =
                new ArrayList<>(IntStream.range(0, search.tiles()).boxed().toList());
        tiles.addAll(tiles.subList(0, random.nextInt(tiles.size() + 1)));
        Collections.shuffle(tiles, random);
        tiles.forEach(tile -> Tiling.run(search, tile));

        assertThat(search.result()).isEqualTo(Tiling.all(DuplicateSearch.plan(csv, 0.8)));
    }

    @Property(tries = 300)
    void a_forest_of_forests_is_the_forest_of_all(
            @ForAll @IntRange(min = 0, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 5) int parts,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Match> all = new ArrayList<>();
        List<List<Match>> split = new ArrayList<>();
        IntStream.range(0, parts).forEach(i -> split.add(new ArrayList<>()));
        for (int i = 0; i < size; i++) {
            int left = 1 + random.nextInt(11);
            Match match = new Match(left, left + 1 + random.nextInt(12 - left), random.nextInt(4) / 4.0);
            all.add(match);
            // why: some matches are in two parts, as when an activity ran twice.
            split.get(random.nextInt(parts)).add(match);
            split.get(random.nextInt(parts)).add(match);
        }

        List<Match> merged = split.stream()
                .flatMap(part -> Forest.of(part).matches().stream())
                .toList();
        assertThat(Forest.of(merged).matches())
                .isEqualTo(Forest.of(all).matches())
                .isEqualTo(Plain.forest(all.stream().distinct().toList()));
    }
}
