package io.durablestatus.functions.workload;

/** Input of one comparison: every row of the left block with every row of the right one. Bound by Jackson and by Gson. */
public final class TileInput {
    public double threshold;
    public Block left;

    /** Null for a tile on the diagonal, which compares the left block's rows among themselves. */
    public Block right;

    public TileInput() {}

    TileInput(double threshold, Block left, Block right) {
        this.threshold = threshold;
        this.left = left;
        this.right = right;
    }
}
