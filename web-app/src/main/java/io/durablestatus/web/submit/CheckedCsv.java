package io.durablestatus.web.submit;

/**
 * A CSV that {@link CsvCheck} found valid.
 *
 * @param text without byte order mark, else as it came
 * @param rows data rows, at least one
 */
record CheckedCsv(String text, int rows) {
    /** How many pairs of rows there are to compare. */
    long pairs() {
        return (long) rows * (rows - 1) / 2;
    }
}
