package io.durablestatus.functions.workload;

import java.util.ArrayList;
import java.util.List;

/** Compares the rows of one tile. The same input gives the same result, so a repeated run is harmless. */
public final class TileComparison {
    private TileComparison() {}

    public static TileResult compare(TileInput tile) {
        RowSimilarity similarity = new RowSimilarity(tile.threshold);
        List<Row> lefts = rows(tile.left);
        boolean diagonal = tile.right == null;
        Block right = diagonal ? tile.left : tile.right;
        List<Row> rights = diagonal ? lefts : rows(right);
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < lefts.size(); i++) {
            Row row = lefts.get(i);
            for (int j = diagonal ? i + 1 : 0; j < rights.size(); j++) {
                double found = similarity.of(row, rights.get(j));
                if (found != RowSimilarity.BELOW) {
                    matches.add(new Match(tile.left.firstRow + i, right.firstRow + j, found));
                }
            }
        }
        return new TileResult(Forest.of(matches).matches(), matches.size());
    }

    private static List<Row> rows(Block block) {
        return Table.rows(block.csv).stream().map(Row::new).toList();
    }
}
