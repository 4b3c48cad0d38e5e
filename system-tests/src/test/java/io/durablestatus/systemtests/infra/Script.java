package io.durablestatus.systemtests.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs one of {@code infra/scripts} and keeps all that it printed. */
record Script(int exitCode, String output) {
    /**
     * @param variables the whole environment of the script, but for PATH
     * @param programs a folder searched before the PATH, for stand-ins of programs that need Azure
     */
    static Script run(String name, Map<String, String> variables, Path programs)
            throws IOException, InterruptedException {
        for (String tool : List.of("bash", "curl", "jq", "awk")) {
            Assumptions.assumeTrue(isOnThePath(tool), "infra/scripts not tested: " + tool + " is not on the PATH");
        }
        Path output = Files.createTempFile("script", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            "bash",
                            Repository.root()
                                    .resolve("infra/scripts")
                                    .resolve(name)
                                    .toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            Map<String, String> environment = builder.environment();
            String path = environment.get("PATH");
            environment.clear();
            environment.putAll(variables);
            environment.put("PATH", programs + ":" + path);
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError(name + " does not end: " + Files.readString(output));
            }
            return new Script(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private static boolean isOnThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
