package io.durablestatus.functions.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The maximum spanning forest of a set of matches. It has fewer edges than rows, is unique because the order of matches is
 * total, and the forest of a union is the forest of the forests' union: parts can be merged in any order and repeated.
 */
final class Forest {
    private final List<Match> matches;
    private final Map<Integer, Integer> parents;

    private Forest(List<Match> matches, Map<Integer, Integer> parents) {
        this.matches = matches;
        this.parents = parents;
    }

    /** Kruskal's algorithm. */
    static Forest of(Collection<Match> matches) {
        Forest forest = new Forest(new ArrayList<>(), new HashMap<>());
        matches.stream().sorted().forEach(forest::add);
        return forest;
    }

    private void add(Match match) {
        int left = root(match.left());
        int right = root(match.right());
        if (left != right) {
            // why: the smaller row is the root, so a tree is named by its first row.
            parents.put(Math.max(left, right), Math.min(left, right));
            matches.add(match);
        }
    }

    private int root(int row) {
        int root = row;
        for (Integer parent = parents.get(root); parent != null; parent = parents.get(root)) {
            root = parent;
        }
        int step = row;
        while (step != root) {
            step = parents.put(step, root);
        }
        return root;
    }

    /** Best first. */
    List<Match> matches() {
        return matches;
    }

    /** The rows of each tree in order, trees by their first row. */
    Collection<List<Integer>> trees() {
        Map<Integer, List<Integer>> trees = new TreeMap<>();
        matches.stream()
                .flatMap(match -> List.of(match.left(), match.right()).stream())
                .distinct()
                .sorted()
                .forEach(row -> trees.computeIfAbsent(root(row), root -> new ArrayList<>())
                        .add(row));
        return trees.values();
    }
}
