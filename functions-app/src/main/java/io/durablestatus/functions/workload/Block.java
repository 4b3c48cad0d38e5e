package io.durablestatus.functions.workload;

/** Consecutive rows as CSV text without a header. Bound by Jackson and by Gson, hence plain. */
public final class Block {
    /** The number of the first row, from 1. */
    public int firstRow;

    public String csv;

    public Block() {}

    Block(int firstRow, String csv) {
        this.firstRow = firstRow;
        this.csv = csv;
    }
}
