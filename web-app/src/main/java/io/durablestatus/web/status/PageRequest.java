package io.durablestatus.web.status;

import io.durablestatus.contracts.JobId;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import java.util.List;
import java.util.Map;

/**
 * Which part of a list is wanted.
 *
 * @param limit 1 to 100
 * @param after the last job of the page before, or null for the first page
 */
record PageRequest(int limit, JobId after) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    /**
     * A page of ids.
     *
     * @param next path of the next page, or null when this is the last
     */
    record Page(List<JobId> ids, String next) {}

    /** @throws ProblemException 400 when a parameter is repeated or not valid */
    static PageRequest of(Map<String, List<String>> query) {
        String limit = single(query, "limit");
        String after = single(query, "after");
        return new PageRequest(limit == null ? DEFAULT_LIMIT : limit(limit), after == null ? null : after(after));
    }

    /** Cuts this page out of all ids, newest first. */
    Page cut(List<JobId> newestFirst) {
        List<JobId> rest = newestFirst.stream()
                .filter(id -> after == null || id.ulid().compareTo(after.ulid()) < 0)
                .toList();
        if (rest.size() <= limit) {
            return new Page(rest, null);
        }
        List<JobId> ids = rest.subList(0, limit);
        return new Page(ids, "/api/jobs?limit=" + limit + "&after=" + ids.get(limit - 1));
    }

    private static String single(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw invalid("The query parameter " + name + " is given more than once; give it once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static int limit(String text) {
        // why: Integer.parseInt alone would take "+5" and digits of other scripts.
        if (text.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw invalid("The query parameter limit must be a whole number from 1 to " + MAX_LIMIT + ".");
    }

    private static JobId after(String text) {
        return JobId.parse(text)
                .orElseThrow(() -> invalid(
                        "The query parameter after must be a job id; follow the link to the next page instead of making"
                                + " it."));
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(HttpProblem.INVALID_PARAMETER, detail);
    }
}
