package io.durablestatus.functions.workload;

import java.util.Comparator;

/** A duplicate pair. Its natural order is total: best first, ties by row number, so that a forest of matches is unique. */
record Match(int left, int right, double similarity) implements Comparable<Match> {
    private static final Comparator<Match> BEST_FIRST = Comparator.comparingDouble(Match::similarity)
            .reversed()
            .thenComparingInt(Match::left)
            .thenComparingInt(Match::right);

    @Override
    public int compareTo(Match other) {
        return BEST_FIRST.compare(this, other);
    }
}
