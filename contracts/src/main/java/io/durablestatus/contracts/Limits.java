package io.durablestatus.contracts;

/** The one table of sizes and bounds. */
public final class Limits {
    /** A whole message on Service Bus Standard, in bytes; what fits is measured with the SDK's batch. */
    public static final int MESSAGE_BYTES = 256 * 1024;

    /** Pairs one job may compare. */
    public static final long MAX_PAIRS = 5_000_000;

    /** Characters in one cell; comparing two cells costs the product of their lengths. */
    public static final int CELL_CHARS = 4_000;

    /** Characters of one tile's JSON input; above about 28,000 the storage back end spills it to a blob. */
    public static final int TILE_INPUT_CHARS = 28_000;

    /** Characters of the custom status; an instance fails above 16 KB of UTF-16. */
    public static final int CUSTOM_STATUS_CHARS = 8_000;

    public static final double THRESHOLD_MIN = 0.5;
    public static final double THRESHOLD_MAX = 1;
    public static final double THRESHOLD_DEFAULT = 0.85;

    private Limits() {}
}
