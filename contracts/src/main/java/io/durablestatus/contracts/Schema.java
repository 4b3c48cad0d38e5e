package io.durablestatus.contracts;

/** Versions of what is stored or sent. A reader ignores unknown fields and refuses an unknown version. */
final class Schema {
    private Schema() {}

    static void require(String what, int known, int seen) {
        if (seen != known) {
            throw new IllegalArgumentException(what + " has schema " + seen + "; this build reads schema " + known
                    + ". Deploy both apps from the same release.");
        }
    }
}
