package io.durablestatus.web.submit;

import io.durablestatus.contracts.Limits;
import io.durablestatus.web.problem.ProblemBody.FieldError;
import io.durablestatus.web.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Checks that bytes are a CSV that can become a job: RFC 4180 in UTF-8, a header of unique names, at least one data row,
 * as many cells in each row as in the header, no cell over {@link Limits#CELL_CHARS}. Blank lines are ignored. The
 * header is record 1.
 */
final class CsvCheck {
    private static final int MAX_ERRORS = 20;

    private final String text;
    private final List<FieldError> errors = new ArrayList<>();
    private int columns;
    private long records;

    private CsvCheck(String text) {
        this.text = text;
    }

    /** @throws ProblemException 400 that names line, record and column of what is wrong */
    static CheckedCsv check(byte[] bytes) {
        DecodedText decoded = DecodedText.of(bytes);
        CsvCheck check = new CsvCheck(decoded.text());
        if (decoded.isReadable()) {
            check.readAll();
        } else {
            check.error(
                    lineOf(decoded.text(), decoded.unreadableAt()),
                    recordOf(decoded.text(), decoded.unreadableAt()),
                    null,
                    decoded.problem());
        }
        if (!check.errors.isEmpty()) {
            throw ProblemException.invalidCsv(detail(check.errors), check.errors);
        }
        return new CheckedCsv(decoded.text(), Math.toIntExact(check.records - 1));
    }

    private void readAll() {
        long line = 1;
        try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
            Iterator<CSVRecord> iterator = parser.iterator();
            try {
                while (errors.size() < MAX_ERRORS && iterator.hasNext()) {
                    CSVRecord record = iterator.next();
                    if (!isBlank(record)) {
                        records++;
                        check(record, line);
                    }
                    line = parser.getCurrentLineNumber() + 1;
                }
            } catch (UncheckedIOException e) {
                error(line, records + 1, null, broken(e));
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory can always be read", e);
        }
        if (records == 0) {
            error(1L, null, null, "The file is empty; it needs a header and at least one data row.");
        } else if (records == 1 && errors.isEmpty()) {
            error(1L, 1L, null, "There is only a header; at least one data row must follow.");
        }
    }

    private void check(CSVRecord record, long line) {
        if (records == 1) {
            columns = record.size();
            checkHeader(record, line);
        } else if (record.size() != columns) {
            error(
                    line,
                    records,
                    null,
                    "This row has " + count(record.size()) + ", but the header has " + columns + ".");
        }
        for (int i = 0; i < record.size() && errors.size() < MAX_ERRORS; i++) {
            if (record.get(i).length() > Limits.CELL_CHARS) {
                error(
                        line,
                        records,
                        i + 1,
                        "This cell has " + record.get(i).length() + " characters; at most " + Limits.CELL_CHARS
                                + " are allowed.");
            }
        }
    }

    private void checkHeader(CSVRecord header, long line) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < header.size() && errors.size() < MAX_ERRORS; i++) {
            String name = header.get(i).strip();
            if (name.isEmpty()) {
                error(line, 1L, i + 1, "The column has no name; every column of the header needs one.");
            } else if (seen.putIfAbsent(name, i + 1) != null) {
                error(
                        line,
                        1L,
                        i + 1,
                        "The name \"" + shortened(name) + "\" is already that of column " + seen.get(name)
                                + "; names must differ.");
            }
        }
    }

    /** A line without a character; a row of one empty quoted cell is none. */
    private boolean isBlank(CSVRecord record) {
        int start = Math.toIntExact(record.getCharacterPosition());
        return record.size() == 1
                && record.get(0).isEmpty()
                && (start >= text.length() || text.charAt(start) == '\n' || text.charAt(start) == '\r');
    }

    private void error(Long line, Long record, Integer column, String message) {
        errors.add(new FieldError(line, record, column, message));
    }

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();

    /** Commons CSV says what broke only in its message. */
    private static String broken(UncheckedIOException e) {
        return String.valueOf(e.getMessage()).contains("EOF reached")
                ? "A quoted cell of this row is never closed; put a \" at its end."
                : "A quoted cell of this row is followed by more text; put a comma or the end of the line after its"
                        + " closing \", and write a \" inside as \"\".";
    }

    private static long lineOf(String text, int at) {
        String before = text.substring(0, at);
        return before.replace("\r\n", "\n")
                        .chars()
                        .filter(c -> c == '\n' || c == '\r')
                        .count()
                + 1;
    }

    /** The record that holds the character: the last one of the text before it with one more character. */
    private static long recordOf(String text, int at) {
        CsvCheck before = new CsvCheck(text.substring(0, at) + "x");
        long completed = 0;
        try (CSVParser parser = CSVParser.parse(before.text, FORMAT)) {
            for (CSVRecord record : parser) {
                completed += before.isBlank(record) ? 0 : 1;
            }
            return completed;
        } catch (UncheckedIOException e) {
            return completed + 1;
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory can always be read", e);
        }
    }

    private static String detail(List<FieldError> errors) {
        FieldError first = errors.get(0);
        StringBuilder detail = new StringBuilder("Line " + first.line());
        if (first.column() != null) {
            detail.append(", column ").append(first.column());
        }
        detail.append(": ").append(first.message());
        if (errors.size() > 1) {
            detail.append(" There are ")
                    .append(errors.size() == MAX_ERRORS ? "at least " : "")
                    .append(errors.size() - 1)
                    .append(" more errors. ");
        }
        return detail.append(" Nothing was submitted.").toString().replace("  ", " ");
    }

    private static String count(int cells) {
        return cells == 1 ? "1 cell" : cells + " cells";
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "...";
    }
}
