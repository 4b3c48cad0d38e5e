package io.durablestatus.systemtests.run;

import java.io.PrintStream;
import java.util.Locale;

final class ProgressLinesView implements ProgressView {
    private static final int TENTH = 10;

    private final PrintStream out;
    private String shownState = "";
    private long shownTenth = 0;

    ProgressLinesView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(String state, long done, long total) {
        long tenth = total == 0 ? 0 : done * TENTH / total;
        if (!state.equals(shownState) || tenth > shownTenth) {
            shownState = state;
            shownTenth = tenth;
            out.println(
                    total == 0
                            ? "  " + state
                            : String.format(
                                    Locale.ROOT,
                                    "  %s %3d %%  %,d of %,d pairs",
                                    state,
                                    100 * done / total,
                                    done,
                                    total));
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
