package io.durablestatus.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What the sample workload found. Rows count from 1, the first data row.
 *
 * @param rows how many data rows there were
 * @param columns the header
 * @param duplicatePairs how many pairs are at or above the threshold
 * @param pairs the maximum spanning forest of the duplicate pairs, best first
 * @param clusters the rows that belong together, each with its text
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobResult(
        int rows,
        List<String> columns,
        double threshold,
        long pairsCompared,
        long duplicatePairs,
        List<Pair> pairs,
        List<Cluster> clusters) {

    /** An edge of the forest; {@code left < right}, similarity from 0 to 1. */
    public record Pair(int left, int right, double similarity) {}

    /** Rows connected by duplicate pairs, in row order. */
    public record Cluster(List<Row> rows) {}

    /** One row of the input. */
    public record Row(int row, List<String> cells) {}
}
