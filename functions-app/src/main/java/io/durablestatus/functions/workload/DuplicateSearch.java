package io.durablestatus.functions.workload;

import io.durablestatus.contracts.JobResult;
import io.durablestatus.contracts.Limits;
import io.durablestatus.contracts.Tiles;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The search for duplicates in one table: what to compare, tile by tile, and what the tiles' results come to. Tiles are
 * numbered as {@link Tiles#index} has them; the result depends neither on how the rows are cut nor on the tiles' order.
 */
public final class DuplicateSearch {
    private final Table table;
    private final double threshold;
    private final String[] blocks;
    private final int[] starts;
    private final TileResult[] results;

    private DuplicateSearch(Table table, double threshold, int[] starts) {
        this.table = table;
        this.threshold = threshold;
        this.starts = starts;
        this.blocks = new String[starts.length - 1];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = TileCall.block(starts[i] + 1, table.text(starts[i], starts[i + 1]));
        }
        this.results = new TileResult[Tiles.count(blocks.length)];
    }

    /** @throws InvalidTableException no readable table, or more than {@link Limits#MAX_PAIRS} pairs */
    public static DuplicateSearch plan(String csv, double threshold) throws InvalidTableException {
        Table table = Table.parse(csv);
        long pairs = pairsOf(table.size());
        if (pairs > Limits.MAX_PAIRS) {
            throw new InvalidTableException(table.size() + " rows make " + pairs + " pairs; the limit is "
                    + Limits.MAX_PAIRS + ". Send fewer rows.");
        }
        return new DuplicateSearch(table, threshold, Blocks.cut(table));
    }

    /** The same search cut into blocks of so many rows. */
    static DuplicateSearch plan(String csv, double threshold, int blockRows) throws InvalidTableException {
        Table table = Table.parse(csv);
        return new DuplicateSearch(table, threshold, Blocks.cut(table, blockRows));
    }

    public int blocks() {
        return blocks.length;
    }

    public int tiles() {
        return results.length;
    }

    /** Pairs to compare in all. */
    public long pairs() {
        return pairsOf(table.size());
    }

    /** Pairs that one tile compares. */
    public long pairs(int tile) {
        int row = row(tile);
        int column = column(tile, row);
        return row == column ? pairsOf(rows(row)) : (long) rows(row) * rows(column);
    }

    /** The input of CompareTile for this tile. */
    public TileCall tile(int tile) {
        int row = row(tile);
        int column = column(tile, row);
        return new TileCall(threshold, blocks[row], row == column ? null : blocks[column]);
    }

    /** Takes a tile's result; once more changes nothing. */
    public void add(int tile, TileResult result) {
        results[tile] = result;
    }

    /** What the results come to; every tile's must have been added. */
    public JobResult result() {
        Forest forest = Forest.of(Arrays.stream(results)
                .flatMap(result -> result.matches().stream())
                .toList());
        return new JobResult(
                table.size(),
                table.columns(),
                threshold,
                pairs(),
                Arrays.stream(results)
                        .mapToLong(result -> result.duplicatePairs)
                        .sum(),
                forest.matches().stream()
                        .map(match -> new JobResult.Pair(match.left(), match.right(), match.similarity()))
                        .toList(),
                clusters(forest.trees()));
    }

    private List<JobResult.Cluster> clusters(Collection<List<Integer>> trees) {
        return trees.stream()
                .map(rows -> new JobResult.Cluster(rows.stream()
                        .map(row -> new JobResult.Row(row, table.cells(row - 1)))
                        .toList()))
                .toList();
    }

    private int row(int tile) {
        int row = 0;
        while (row + 1 < blocks.length && Tiles.index(row + 1, row + 1, blocks.length) <= tile) {
            row++;
        }
        return row;
    }

    private int column(int tile, int row) {
        return row + tile - Tiles.index(row, row, blocks.length);
    }

    private int rows(int block) {
        return starts[block + 1] - starts[block];
    }

    private static long pairsOf(long rows) {
        return rows * (rows - 1) / 2;
    }
}
