package io.durablestatus.web.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.durablestatus.contracts.Limits;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemBody.FieldError;
import io.durablestatus.web.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvCheckTest {
    private static final byte[] NOT_UTF8 = {(byte) 0xC3, (byte) 0x28};
    private static final byte[] NUL = {0};

    static Stream<Arguments> badFiles() {
        String longCell = "x".repeat(Limits.CELL_CHARS + 1);
        return Stream.of(
                bad("empty", bytes(""), 1L, null, null, "is empty"),
                bad("only a byte order mark", bytes("\uFEFF"), 1L, null, null, "is empty"),
                bad("only blank lines", bytes("\n\r\n\n"), 1L, null, null, "is empty"),
                bad("header only", bytes("a,b\n"), 1L, 1L, null, "only a header"),
                bad("header only, no end of line", bytes("a,b"), 1L, 1L, null, "only a header"),
                bad("duplicate name", bytes("a,b,a\n1,2,3\n"), 1L, 1L, 3, "already that of column 1"),
                bad("duplicate name but for blanks", bytes("a,b, a\n1,2,3\n"), 1L, 1L, 3, "already"),
                bad("empty name", bytes("a,,c\n1,2,3\n"), 1L, 1L, 2, "no name"),
                bad("header after blank lines", bytes("\n\na,,c\n1,2,3\n"), 3L, 1L, 2, "no name"),
                bad("short row", bytes("a,b\n1,2\n3\n"), 3L, 3L, null, "has 1 cell, but the header has 2"),
                bad("long row", bytes("a,b\n1,2,3\n"), 2L, 2L, null, "has 3 cells, but the header has 2"),
                bad("ragged after a quoted line end", bytes("a,b\n\"1\n1\",2\n\n3\n"), 5L, 3L, null, "has 1 cell"),
                bad("ragged, CR LF", bytes("a,b\r\n1,2\r\n\r\n3\r\n"), 4L, 3L, null, "has 1 cell"),
                bad("unclosed quote", bytes("a,b\n1,2\n3,\"4\n5,6\n"), 3L, 3L, null, "never closed"),
                bad("text after a quote", bytes("a,b\n1,2\n\"3\"x,4\n"), 3L, 3L, null, "followed by more text"),
                bad("long cell", bytes("a,b\n1,2\n3," + longCell + "\n"), 3L, 3L, 2, "4001 characters"),
                bad("not UTF-8", bytes("a,b\n\"1\n1\",2\n3,", NOT_UTF8, "\n"), 4L, 3L, null, "not UTF-8"),
                bad("not UTF-8 in the header", bytes("a,", NOT_UTF8, "\n1,2\n"), 1L, 1L, null, "not UTF-8"),
                bad("cut in a character", bytes("a,b\n1,", new byte[] {(byte) 0xC3}, ""), 2L, 2L, null, "not UTF-8"),
                bad("NUL", bytes("a,b\n1,2\n", NUL, "3,4\n"), 3L, 3L, null, "NUL"),
                bad("NUL in a quoted cell", bytes("a,b\n1,\"2\n", NUL, "\"\n"), 3L, 2L, null, "NUL"),
                bad("UTF-16", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE), 1L, 1L, null, "NUL"),
                bad("a picture", bytes("", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1}, ""), 1L, 1L, null, "UTF-8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void a_bad_file_is_refused_with_line_and_record(String name, byte[] file, FieldError expected) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> CsvCheck.check(file));
        assertThat(problem).as(name).isNotNull();
        assertThat(problem.problem()).isEqualTo(HttpProblem.INVALID_CSV);
        FieldError first = problem.errors().get(0);
        assertThat(first.line()).as("line").isEqualTo(expected.line());
        assertThat(first.record()).as("record").isEqualTo(expected.record());
        assertThat(first.column()).as("column").isEqualTo(expected.column());
        assertThat(first.message()).contains(expected.message());
        assertThat(problem).hasMessageStartingWith("Line " + expected.line());
    }

    static Stream<Arguments> goodFiles() {
        return Stream.of(
                Arguments.of("one row", "a,b\n1,2", 1),
                Arguments.of("one column, quoted empty row", "a\n\"\"\n1\n", 2),
                Arguments.of("blank lines", "\na,b\n\n1,2\r\n\r\n3,4\n\n", 2),
                Arguments.of("byte order mark", "\uFEFFa,b\n1,2\n", 1),
                Arguments.of("quotes, commas and line ends in cells", "a,b\n\"1,\"\"x\"\"\",\"2\r\n3\"\n", 1),
                Arguments.of("empty cells", "a,b\n,\n", 1),
                Arguments.of("unicode", "n\u00e4me,\uD83D\uDE00\n\u0416,\u4e2d\n", 1),
                Arguments.of("longest cell", "a\n" + "x".repeat(Limits.CELL_CHARS) + "\n", 1),
                Arguments.of("CR line ends", "a,b\r1,2\r3,4\r", 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFiles")
    void a_good_file_is_taken_as_it_is(String name, String text, int rows) {
        CheckedCsv csv = CsvCheck.check(bytes(text));
        assertThat(csv.rows()).as(name).isEqualTo(rows);
        assertThat(csv.text()).isEqualTo(text.replace("\uFEFF", ""));
    }

    @Test
    void many_errors_are_told_at_once_but_not_all() {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> CsvCheck.check(bytes("a,b\n" + "1\n".repeat(1_000))));
        assertThat(problem.errors()).hasSize(20).extracting(FieldError::line).startsWith(2L, 3L, 4L);
        assertThat(problem).hasMessageContaining("at least 19 more errors");
    }

    @Test
    void pairs_are_counted_without_overflow() {
        assertThat(new CheckedCsv("", 1).pairs()).isZero();
        assertThat(new CheckedCsv("", 3_162).pairs()).isEqualTo(4_997_541).isLessThanOrEqualTo(Limits.MAX_PAIRS);
        assertThat(new CheckedCsv("", 3_163).pairs()).isGreaterThan(Limits.MAX_PAIRS);
        assertThat(new CheckedCsv("", 200_000).pairs()).isEqualTo(19_999_900_000L);
    }

    private static Arguments bad(String name, byte[] file, Long line, Long record, Integer column, String message) {
        return Arguments.of(name, file, new FieldError(line, record, column, message));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String before, byte[] middle, String after) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(before));
        all.writeBytes(middle);
        all.writeBytes(bytes(after));
        return all.toByteArray();
    }
}
