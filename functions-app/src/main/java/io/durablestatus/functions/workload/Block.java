package io.durablestatus.functions.workload;

/** Consecutive rows as CSV text without a header. The worker binds it with Gson. */
public final class Block {
    /** The number of the first row, from 1. */
    public int firstRow;

    public String csv;
}
