package io.durablestatus.functions.workload;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * A {@link TileInput} as the orchestrator sends it. The blocks are JSON already, because every replay makes every tile's
 * input again and each block is in many tiles.
 */
public record TileCall(
        double threshold,
        @JsonRawValue String left,
        @JsonRawValue String right) {
    /** What the JSON has besides the text of its two blocks, at the longest. */
    static final int ENVELOPE_CHARS =
            "{\"threshold\":0.12345678901234567,\"left\":{\"firstRow\":1234567890,\"csv\":\"\"},\"right\":{\"firstRow\":1234567890,\"csv\":\"\"}}"
                    .length();

    /** The JSON of a {@link Block}. */
    static String block(int firstRow, String csv) {
        StringBuilder json = new StringBuilder(csv.length() + csv.length() / 16 + ENVELOPE_CHARS);
        json.append("{\"firstRow\":").append(firstRow).append(",\"csv\":\"");
        JsonStringEncoder.getInstance().quoteAsString(csv, json);
        return json.append("\"}").toString();
    }
}
