package io.durablestatus.systemtests.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The customer list of the run command and of the page's "Try the sample": always the same {@value #ROWS} rows, of which
 * some are a customer seen twice or thrice, spoilt as people spoil them.
 *
 * <p>To write the committed files again after a change, from the root of the repository: {@code ./mvnw -q -pl system-tests
 * -am compile exec:java -Dexec.mainClass=io.durablestatus.systemtests.sample.SampleGenerator}
 */
public final class SampleGenerator {
    public static final int ROWS = 1_500;

    /** Where the web app serves the rows from. */
    public static final String CSV_FILE = "web-app/src/main/resources/META-INF/resources/sample.csv";

    /** Where the tests of the workload find the truth. */
    public static final String TRUE_PAIRS_FILE = "functions-app/src/test/resources/sample-true-pairs.csv";

    private static final long SEED = 20_260_101;
    private static final int SEEN_TWICE = 180;
    private static final int SEEN_THRICE = 40;

    private final Random random = new Random(SEED);

    /**
     * The generated files.
     *
     * @param csv a header and {@value #ROWS} rows
     * @param truePairs a header and one line {@code left,right} for each pair of rows of one customer, rows counted from 1
     */
    public record Sample(String csv, String truePairs) {}

    private record Line(int customer, Customer customerAsSeen) {}

    /** Writes both files below the repository's root, which is the first argument or the working directory. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length == 0 ? "" : arguments[0]);
        Sample sample = new SampleGenerator().generate();
        Files.writeString(root.resolve(CSV_FILE), sample.csv());
        Files.writeString(root.resolve(TRUE_PAIRS_FILE), sample.truePairs());
    }

    public Sample generate() {
        CustomerMaker maker = new CustomerMaker(random);
        Spoiler spoiler = new Spoiler(random);
        int customers = ROWS - SEEN_TWICE - 2 * SEEN_THRICE;
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            Customer customer = maker.next();
            lines.add(new Line(i, customer));
            int copies = i < SEEN_THRICE ? 2 : i < SEEN_THRICE + SEEN_TWICE ? 1 : 0;
            for (int copy = 0; copy < copies; copy++) {
                lines.add(new Line(i, spoiler.spoil(customer)));
            }
        }
        Collections.shuffle(lines, random);
        return new Sample(csv(lines), truePairs(lines));
    }

    private static String csv(List<Line> lines) {
        return "name,street,city,phone,email\n"
                + lines.stream().map(line -> line.customerAsSeen().csv() + "\n").collect(Collectors.joining());
    }

    private static String truePairs(List<Line> lines) {
        Set<String> pairs = new LinkedHashSet<>();
        for (int left = 0; left < lines.size(); left++) {
            for (int right = left + 1; right < lines.size(); right++) {
                if (lines.get(left).customer() == lines.get(right).customer()) {
                    pairs.add((left + 1) + "," + (right + 1) + "\n");
                }
            }
        }
        return "left,right\n" + String.join("", pairs);
    }
}
