package io.durablestatus.functions.workload;

/**
 * Input of one comparison: every row of the left block with every row of the right one. The worker
 * binds it with Gson; {@link TileCall} is its other end.
 */
public final class TileInput {
    public double threshold;
    public Block left;

    /** Null for a tile on the diagonal, which compares the left block's rows among themselves. */
    public Block right;
}
