package io.durablestatus.functions.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Random tables for the laws: few letters, so that duplicates are common, and everything CSV has to quote. */
final class Tables {
    private Tables() {}

    static Arbitrary<List<List<String>>> rows(int maxRows) {
        Arbitrary<String> alike = Arbitraries.strings().withChars("ab ").ofMaxLength(6);
        Arbitrary<String> odd =
                Arbitraries.of("", "\"", "a,b", "a\nb", "a\r\nb", "\\", "Ä ö", "😀", " AB ", "\t", "\u0001");
        Arbitrary<String> cell =
                Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, alike), net.jqwik.api.Tuple.of(1, odd));
        return Arbitraries.integers()
                .between(1, 4)
                .flatMap(columns -> cell.list().ofSize(columns).list().ofMaxSize(maxRows));
    }

    /** @param columns how many header cells, which all rows have too */
    static String csv(int columns, List<List<String>> rows) {
        StringBuilder csv = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(csv, CSVFormat.RFC4180)) {
            for (int column = 0; column < columns; column++) {
                printer.print("column " + column);
            }
            printer.println();
            printer.printRecords(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return csv.toString();
    }

    static String csv(List<List<String>> rows) {
        return csv(rows.isEmpty() ? 1 : rows.get(0).size(), rows);
    }
}
