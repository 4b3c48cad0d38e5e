package io.durablestatus.functions.workload;

/**
 * A normalised cell with the count of its characters, which bounds how alike two cells can be at a small part of the cost
 * of comparing them.
 */
final class Cell {
    private static final int BUCKETS = 32;
    private static final int PREFIX = 4;
    /** Jaro-Winkler's share of the common prefix, per character. */
    private static final double PREFIX_SCALE = 0.1;

    private final String text;
    private final int[] counts = new int[BUCKETS];

    Cell(String text) {
        this.text = text;
        for (int i = 0; i < text.length(); i++) {
            counts[text.charAt(i) % BUCKETS]++;
        }
    }

    String text() {
        return text;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /**
     * At least the Jaro-Winkler similarity of two filled cells. Jaro's matches are at most the characters both have;
     * putting characters into one bucket can only raise that number.
     */
    double bound(Cell other) {
        int common = 0;
        for (int i = 0; i < BUCKETS; i++) {
            common += Math.min(counts[i], other.counts[i]);
        }
        if (common == 0) {
            return 0;
        }
        double jaro = ((double) common / text.length() + (double) common / other.text.length() + 1) / 3;
        return jaro + PREFIX_SCALE * commonPrefix(other.text) * (1 - jaro);
    }

    private int commonPrefix(String other) {
        int limit = Math.min(PREFIX, Math.min(text.length(), other.length()));
        int prefix = 0;
        while (prefix < limit && text.charAt(prefix) == other.charAt(prefix)) {
            prefix++;
        }
        return prefix;
    }
}
