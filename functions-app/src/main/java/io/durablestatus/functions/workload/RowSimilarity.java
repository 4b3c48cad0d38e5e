package io.durablestatus.functions.workload;

import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * How alike two rows are, from 0 to 1: the mean Jaro-Winkler similarity of the columns filled in both, or 0 when these are
 * less than half of the columns.
 */
final class RowSimilarity {
    /** What {@link #of} answers for a pair below the threshold. */
    static final double BELOW = -1;

    /** More than the rounding of a mean of bounds, so that a pair at the threshold is never skipped. */
    private static final double ROUNDING = 1e-9;

    private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();

    private final double threshold;

    RowSimilarity(double threshold) {
        this.threshold = threshold;
    }

    /** The pair's similarity when it reaches the threshold, else {@link #BELOW}. */
    double of(Row left, Row right) {
        int compared = 0;
        double bound = 0;
        for (int column = 0; column < left.size(); column++) {
            if (isCompared(left, right, column)) {
                compared++;
                bound += left.cell(column).bound(right.cell(column));
            }
        }
        // why: a threshold is above 0, so a pair that is 0 by definition is below it.
        if (2 * compared < left.size() || compared == 0) {
            return BELOW;
        }
        double needed = (threshold - ROUNDING) * compared;
        return bound < needed ? BELOW : exact(left, right, compared, bound, needed);
    }

    /** Takes one column's bound after the other away for its similarity, and stops when the rest cannot make up for it. */
    private double exact(Row left, Row right, int compared, double bounds, double needed) {
        double reachable = bounds;
        double sum = 0;
        for (int column = 0; column < left.size(); column++) {
            if (isCompared(left, right, column)) {
                Cell a = left.cell(column);
                Cell b = right.cell(column);
                double similarity = JARO_WINKLER.apply(a.text(), b.text());
                sum += similarity;
                reachable += similarity - a.bound(b);
                if (reachable < needed) {
                    return BELOW;
                }
            }
        }
        double mean = sum / compared;
        return mean >= threshold ? mean : BELOW;
    }

    private static boolean isCompared(Row left, Row right, int column) {
        return !left.cell(column).isEmpty() && !right.cell(column).isEmpty();
    }
}
