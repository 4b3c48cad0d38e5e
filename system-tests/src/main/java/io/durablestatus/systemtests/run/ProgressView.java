package io.durablestatus.systemtests.run;

import java.io.Console;

/** Shows how far a job is. */
interface ProgressView extends AutoCloseable {
    /** @param total 0 while unknown */
    void show(String state, long done, long total);

    @Override
    void close();

    /** A bar for a person at a terminal, a line per tenth for a log. */
    static ProgressView forThisOutput() {
        return terminal() ? new ProgressBarView() : new ProgressLinesView(System.out);
    }

    /**
     * why by reflection: from JDK 22 on a console may exist without a terminal, and {@code isTerminal} tells; JDK 17 has no
     * such method, and no such console.
     */
    @SuppressWarnings("SystemConsoleNull") // null is asked for JDK 17 only, as said above
    private static boolean terminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
