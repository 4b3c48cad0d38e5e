package io.durablestatus.web.result;

import io.durablestatus.contracts.JobResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The clusters as a CSV file: number of the cluster, row in the submitted file, then the row's cells. */
final class ClusterCsv {
    /** What a spreadsheet takes for the start of a formula (OWASP, CSV injection). */
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private ClusterCsv() {}

    static String write(JobResult result) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            List<String> header = new ArrayList<>(List.of("cluster", "row"));
            result.columns().forEach(column -> header.add(harmless(column)));
            printer.printRecord(header);
            int number = 0;
            for (JobResult.Cluster cluster : result.clusters()) {
                number++;
                for (JobResult.Row row : cluster.rows()) {
                    printer.printRecord(record(number, row));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A StringBuilder takes everything", e);
        }
        return text.toString();
    }

    private static List<Object> record(int cluster, JobResult.Row row) {
        List<Object> record = new ArrayList<>(List.of(cluster, row.row()));
        row.cells().forEach(cell -> record.add(harmless(cell)));
        return record;
    }

    private static String harmless(String cell) {
        return cell != null && !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
