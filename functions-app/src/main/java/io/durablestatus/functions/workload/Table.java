package io.durablestatus.functions.workload;

import io.durablestatus.contracts.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The submitted CSV: a header and its rows, counted from 0 here. RFC 4180, a byte order mark and blank lines are ignored.
 * It keeps where each row starts in the text, so that a block of rows travels as the text it came as.
 */
final class Table {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String csv;
    private final List<String> columns;
    private final List<List<String>> rows;
    private final int[] starts;
    private final int[] jsonLengths;

    private Table(String csv, List<String> columns, List<List<String>> rows, int[] starts) {
        this.csv = csv;
        this.columns = columns;
        this.rows = rows;
        this.starts = starts;
        this.jsonLengths = jsonLengths(csv, starts, rows.size());
    }

    /** @throws InvalidTableException not CSV, no header, ragged, or a cell above {@link Limits#CELL_CHARS} */
    static Table parse(String text) throws InvalidTableException {
        String csv = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        List<String> columns = null;
        List<List<String>> rows = new ArrayList<>();
        int[] starts = new int[64];
        try (CSVParser parser = parser(csv)) {
            for (CSVRecord line : parser) {
                if (columns == null) {
                    columns = List.of(line.values());
                    continue;
                }
                check(line, rows.size() + 1, columns.size());
                if (rows.size() == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * starts.length);
                }
                starts[rows.size()] = Math.toIntExact(line.getCharacterPosition());
                rows.add(List.of(line.values()));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidTableException(
                    "The CSV cannot be read after row " + rows.size() + ": " + e.getMessage()
                            + " Check that every quote is closed.",
                    e);
        }
        if (columns == null) {
            throw new InvalidTableException("The CSV is empty; send a header line and rows.");
        }
        return new Table(csv, columns, rows, starts);
    }

    /** The rows of a text made by {@link #text}, without a header. */
    static List<String[]> rows(String text) {
        try (CSVParser parser = parser(text)) {
            return parser.stream().map(CSVRecord::values).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CSVParser parser(String csv) throws IOException {
        return CSVParser.builder().setCharSequence(csv).setFormat(FORMAT).get();
    }

    private static void check(CSVRecord line, int row, int columns) throws InvalidTableException {
        if (line.size() != columns) {
            throw new InvalidTableException("Row " + row + " has " + line.size() + " cells, the header has " + columns
                    + "; quote cells that contain commas.");
        }
        for (String cell : line) {
            if (cell.length() > Limits.CELL_CHARS) {
                throw new InvalidTableException("Row " + row + " has a cell of " + cell.length()
                        + " characters; the limit is " + Limits.CELL_CHARS + ".");
            }
        }
    }

    List<String> columns() {
        return columns;
    }

    int size() {
        return rows.size();
    }

    List<String> cells(int row) {
        return rows.get(row);
    }

    /** The rows from {@code from} up to, not with, {@code to}, as they stand in the submitted text. */
    String text(int from, int to) {
        return csv.substring(start(from), start(to));
    }

    /** How long the row's {@link #text} is inside a JSON string, quotes left out. */
    int jsonLength(int row) {
        return jsonLengths[row];
    }

    /** How long the text of all rows is inside a JSON string. */
    int jsonLength() {
        return Arrays.stream(jsonLengths).sum();
    }

    private static int[] jsonLengths(String csv, int[] starts, int rows) {
        int[] lengths = new int[rows];
        for (int row = 0; row < rows; row++) {
            int end = row + 1 < rows ? starts[row + 1] : csv.length();
            for (int i = starts[row]; i < end; i++) {
                lengths[row] += jsonLength(csv.charAt(i));
            }
        }
        return lengths;
    }

    private static int jsonLength(char c) {
        return switch (c) {
            case '"', '\\', '\n', '\r', '\t', '\b', '\f' -> 2;
            default -> c < ' ' ? 6 : 1;
        };
    }

    private int start(int row) {
        return row < rows.size() ? starts[row] : csv.length();
    }
}
