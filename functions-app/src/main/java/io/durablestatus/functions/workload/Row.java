package io.durablestatus.functions.workload;

import java.util.Locale;
import java.util.regex.Pattern;

/** A row made ready to be compared many times: each cell in lower case, trimmed, single spaces. */
final class Row {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Cell[] cells;

    Row(String[] values) {
        cells = new Cell[values.length];
        for (int i = 0; i < values.length; i++) {
            cells[i] = new Cell(normalise(values[i]));
        }
    }

    static String normalise(String value) {
        return SPACES.matcher(value.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    int size() {
        return cells.length;
    }

    Cell cell(int column) {
        return cells[column];
    }
}
