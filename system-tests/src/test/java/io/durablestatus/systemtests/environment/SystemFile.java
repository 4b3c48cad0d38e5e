package io.durablestatus.systemtests.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** A copy of the shipped system.json to change and to keep elsewhere. */
public final class SystemFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode system;

    private SystemFile(ObjectNode system) {
        this.system = system;
    }

    public static SystemFile shipped() throws IOException {
        SystemFile file = new SystemFile((ObjectNode) JSON.readTree(Project.SYSTEM.toFile()));
        file.makeAbsolute("servicebus", "config");
        file.makeAbsolute("functionhost", "packageFolder");
        file.makeAbsolute("web", "jar");
        return file;
    }

    private void makeAbsolute(String part, String field) {
        Path home = Project.SYSTEM.getParent();
        set(part, field, home.resolve(system.get(part).get(field).asText()).toString());
    }

    public void set(String part, String field, String value) {
        ((ObjectNode) system.get(part)).put(field, value);
    }

    public Path writeTo(Path folder) throws IOException {
        Path file = folder.resolve("system.json");
        JSON.writeValue(file.toFile(), system);
        return file;
    }
}
