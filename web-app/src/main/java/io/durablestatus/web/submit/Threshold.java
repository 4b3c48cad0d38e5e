package io.durablestatus.web.submit;

import io.durablestatus.contracts.Limits;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;

/** The parameter {@code threshold}. */
final class Threshold {
    // why: Double.parseDouble alone would take "NaN", "0x1p0", "1d" and blanks.
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,15})?");

    private Threshold() {}

    /**
     * @param values all values given, in the query and in the form
     * @throws ProblemException 400 when it is empty, repeated, no number or out of range
     */
    static double of(List<String> values) {
        if (values.isEmpty()) {
            return Limits.THRESHOLD_DEFAULT;
        }
        if (values.size() > 1) {
            throw invalid("is given more than once; give it once");
        }
        if (!DECIMAL.matcher(values.get(0)).matches()) {
            throw invalid("must be a number such as 0.9");
        }
        double threshold = Double.parseDouble(values.get(0));
        if (threshold < Limits.THRESHOLD_MIN || threshold > Limits.THRESHOLD_MAX) {
            throw invalid("must be from " + Limits.THRESHOLD_MIN + " to " + (int) Limits.THRESHOLD_MAX);
        }
        return threshold;
    }

    private static ProblemException invalid(String what) {
        return ProblemException.of(HttpProblem.INVALID_PARAMETER, "The parameter threshold " + what + ".");
    }
}
