package io.durablestatus.systemtests.scenario;

import java.nio.charset.StandardCharsets;

/** Inputs that are refused, and the line of the file where the error is; 0 where it is no line's. */
enum InputError {
    EMPTY("", 0),
    HEADER_ONLY("name,city\n", 0),
    DUPLICATE_HEADER_NAME("name,name\nAnn,Bern\n", 1),
    EMPTY_HEADER_NAME("name,\nAnn,Bern\n", 1),
    RAGGED_ROW("name,city\nAnn,Bern\nBob\n", 3),
    UNCLOSED_QUOTE("name,city\nAnn,Bern\n\"Bob,Basel\n", 3),
    CELL_TOO_LONG("name,city\nAnn," + "x".repeat(4_001) + "\n", 2),
    NUL("name,city\nAnn,Bern\nB\0b,Basel\n", 3),
    BINARY("\u0089PNG\r\n\u001a\n\0\0\0\r\u00ff\u00fe", 1);

    private final String latin1;
    private final int line;

    /** @param latin1 the bytes, one character each */
    InputError(String latin1, int line) {
        this.latin1 = latin1;
        this.line = line;
    }

    byte[] bytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    int line() {
        return line;
    }
}
