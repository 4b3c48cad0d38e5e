package io.durablestatus.systemtests.scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A customer list whose duplicate pairs are known beforehand: rows of random letters, which are alike to no other, and exact
 * copies of the first of them at the end.
 */
public record CustomerList(int rows, int copies) {
    private static final int[] WIDTHS = {14, 18, 10, 10, 18};

    public byte[] csv() {
        Random random = new Random(rows);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows - copies; row++) {
            lines.add(line(random));
        }
        lines.addAll(lines.subList(0, copies).stream().toList());
        return ("name,street,city,phone,email\n" + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public long pairs() {
        return rows * (rows - 1L) / 2;
    }

    private static String line(Random random) {
        return Arrays.stream(WIDTHS)
                .mapToObj(width -> random.ints(width, 'a', 'z' + 1)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .collect(Collectors.joining(","));
    }
}
