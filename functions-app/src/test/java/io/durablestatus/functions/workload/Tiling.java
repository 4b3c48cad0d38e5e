package io.durablestatus.functions.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.Gson;
import io.durablestatus.contracts.JobResult;

/** Runs a search's tiles as the durable engine would: input and output cross as JSON. */
final class Tiling {
    private static final JsonMapper JACKSON = new JsonMapper();
    private static final Gson GSON = new Gson();

    private Tiling() {}

    static JobResult all(DuplicateSearch search) {
        for (int tile = 0; tile < search.tiles(); tile++) {
            run(search, tile);
        }
        return search.result();
    }

    static void run(DuplicateSearch search, int tile) {
        String output = GSON.toJson(TileComparison.compare(GSON.fromJson(input(search, tile), TileInput.class)));
        try {
            search.add(tile, JACKSON.readValue(output, TileResult.class));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static String input(DuplicateSearch search, int tile) {
        try {
            return JACKSON.writeValueAsString(search.tile(tile));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
