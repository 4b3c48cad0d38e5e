package io.durablestatus.localruntime.functionhost.staged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the package's JSON files; comments are allowed, as the real host allows them. */
final class JsonFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private JsonFile() {}

    /** @throws StartFailure naming the file, when it is missing, unreadable or no JSON object */
    static ObjectNode read(Path file) {
        try {
            JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new StartFailure(file + " is no JSON object. " + StagedPackage.REBUILD);
        } catch (JsonProcessingException e) {
            throw new StartFailure(
                    file + " is no JSON: " + e.getOriginalMessage() + " (line "
                            + e.getLocation().getLineNr() + "). " + StagedPackage.REBUILD,
                    e);
        } catch (IOException e) {
            throw new StartFailure(file + " cannot be read (" + e + "). " + StagedPackage.REBUILD, e);
        }
    }
}
