package io.durablestatus.functions.workload;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** The workload's definition, written down as simply as possible and with no regard to cost. */
final class Plain {
    private Plain() {}

    static double similarity(List<String> left, List<String> right) {
        double sum = 0;
        int compared = 0;
        for (int column = 0; column < left.size(); column++) {
            String a = Row.normalise(left.get(column));
            String b = Row.normalise(right.get(column));
            if (!a.isEmpty() && !b.isEmpty()) {
                sum += new JaroWinklerSimilarity().apply(a, b);
                compared++;
            }
        }
        return compared == 0 || compared < left.size() / 2.0 ? 0 : sum / compared;
    }

    static List<Match> matches(List<List<String>> rows, double threshold) {
        List<Match> matches = new ArrayList<>();
        for (int left = 0; left < rows.size(); left++) {
            for (int right = left + 1; right < rows.size(); right++) {
                double similarity = similarity(rows.get(left), rows.get(right));
                if (similarity >= threshold) {
                    matches.add(new Match(left + 1, right + 1, similarity));
                }
            }
        }
        return matches;
    }

    /** By the definition of a maximum spanning forest: an edge is in it unless better edges connect its ends already. */
    static List<Match> forest(List<Match> matches) {
        return matches.stream()
                .sorted()
                .filter(match -> !connected(
                        match.left(),
                        match.right(),
                        matches.stream()
                                .filter(other -> other.compareTo(match) < 0)
                                .toList()))
                .toList();
    }

    private static boolean connected(int from, int to, List<Match> matches) {
        List<Integer> reached = new ArrayList<>(List.of(from));
        for (int i = 0; i < reached.size(); i++) {
            int row = reached.get(i);
            for (Match match : matches) {
                int next = match.left() == row ? match.right() : match.right() == row ? match.left() : row;
                if (!reached.contains(next)) {
                    reached.add(next);
                }
            }
        }
        return reached.contains(to);
    }
}
