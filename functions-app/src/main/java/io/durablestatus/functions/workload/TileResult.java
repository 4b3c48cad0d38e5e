package io.durablestatus.functions.workload;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** What a tile found: its forest as three columns, which is short in JSON. Bound by Jackson and by Gson. */
public final class TileResult {
    public int[] left;
    public int[] right;
    public double[] similarity;

    /** All pairs at or above the threshold, of which the forest keeps the best. */
    public long duplicatePairs;

    public TileResult() {}

    TileResult(Collection<Match> forest, long duplicatePairs) {
        left = forest.stream().mapToInt(Match::left).toArray();
        right = forest.stream().mapToInt(Match::right).toArray();
        similarity = forest.stream().mapToDouble(Match::similarity).toArray();
        this.duplicatePairs = duplicatePairs;
    }

    List<Match> matches() {
        return IntStream.range(0, left.length)
                .mapToObj(i -> new Match(left[i], right[i], similarity[i]))
                .toList();
    }
}
