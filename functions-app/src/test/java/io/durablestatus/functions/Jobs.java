package io.durablestatus.functions;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.JobInput;
import io.durablestatus.contracts.JobMessage;
import java.time.Instant;
import java.util.Random;

/** Job ids, messages and rows for tests, always the same for the same arguments. */
public final class Jobs {
    public static final double THRESHOLD = 0.85;

    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final String SESSION = "abcdefghijklmnopqrstuvwxyz";

    private Jobs() {}

    public static JobId submittedAt(Instant time) {
        StringBuilder ulid = new StringBuilder();
        for (int shift = 45; shift >= 0; shift -= 5) {
            ulid.append(CROCKFORD.charAt((int) (time.toEpochMilli() >>> shift & 31)));
        }
        return new JobId(SESSION + "-" + ulid + "0123456789abcdef-aaaabbbb");
    }

    public static JobMessage message(JobId jobId, String csv) {
        return JobMessage.of(jobId, THRESHOLD, csv, null);
    }

    public static JobInput input(JobId jobId, String csv) {
        return JobInput.of(message(jobId, csv), 1, jobId.submittedAt().plusMillis(20));
    }

    /** Rows of about 85 characters, every tenth one the row before without its first letter. */
    public static String csv(int rows) {
        Random random = new Random(rows);
        StringBuilder csv = new StringBuilder("name,street,city,phone,email\n");
        String row = "";
        for (int i = 0; i < rows; i++) {
            row = i % 10 == 9 ? row.substring(1) : row(random);
            csv.append(row).append('\n');
        }
        return csv.toString();
    }

    private static String row(Random random) {
        String name = word(random, 7) + " " + word(random, 8);
        return "%s,%d %s street,%s,0%d %07d,%s@example.com"
                .formatted(
                        name,
                        random.nextInt(100),
                        word(random, 9),
                        word(random, 8),
                        20 + random.nextInt(80),
                        random.nextInt(10_000_000),
                        name.replace(' ', '.'));
    }

    private static String word(Random random, int letters) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }
}
