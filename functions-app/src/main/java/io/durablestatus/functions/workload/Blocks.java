package io.durablestatus.functions.workload;

import io.durablestatus.contracts.Limits;
import java.util.ArrayList;
import java.util.List;

/** Cuts a table's rows into blocks, any two of which fit into one tile's input. */
final class Blocks {
    /** A table of many rows has at least so many blocks, so that its tiles can run side by side. */
    private static final int MIN_BLOCKS = 8;

    private static final int MANY_ROWS = 100;

    private static final int BLOCK_CHARS = (Limits.TILE_INPUT_CHARS - TileCall.ENVELOPE_CHARS) / 2;

    private Blocks() {}

    /** The first row of each block, and at last the number of rows. A row too long for a block is a block of its own. */
    static int[] cut(Table table) {
        int rows = table.size();
        int byLength = ceil(table.jsonLength(), BLOCK_CHARS);
        int least = Math.min(MIN_BLOCKS, Math.max(1, rows * MIN_BLOCKS / MANY_ROWS));
        return cut(table, Math.max(1, ceil(rows, Math.max(byLength, least))));
    }

    /** Blocks of at most so many rows. */
    static int[] cut(Table table, int maxRows) {
        List<Integer> starts = new ArrayList<>();
        int start = 0;
        int length = 0;
        starts.add(0);
        for (int row = 0; row < table.size(); row++) {
            int rowLength = table.jsonLength(row);
            if (row > start && (row - start == maxRows || length + rowLength > BLOCK_CHARS)) {
                starts.add(row);
                start = row;
                length = 0;
            }
            length += rowLength;
        }
        if (table.size() > 0) {
            starts.add(table.size());
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int ceil(int amount, int size) {
        return (amount + size - 1) / size;
    }
}
