package io.durablestatus.systemtests.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Parses Bicep with the grammar of tree-sitter, by the script in {@code src/test/bicep}. It needs Node, and a package
 * registry the first time; it finds syntax errors only, no wrong names or types.
 */
final class BicepSyntax {
    /** npm's codes for "the registry is not there" and "the registry does not have it". */
    private static final Pattern NO_REGISTRY = Pattern.compile(
            "EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|E40[34]|E5\\d\\d");

    private final Path source;
    private final Path installed;

    /**
     * @param module the folder of system-tests
     */
    BicepSyntax(Path module) {
        this.source = module.resolve("src/test/bicep");
        this.installed = module.resolve("target/bicep");
    }

    sealed interface Outcome {
        /** One line per syntax error; none means that all files parsed. */
        record Parsed(List<String> errors) implements Outcome {}

        /** Node or the registry is missing here; nothing is known about the files. */
        record NotRun(String why) implements Outcome {}
    }

    Outcome parse(List<Path> files) throws IOException, InterruptedException {
        Files.createDirectories(installed);
        if (run(List.of("node", "--version")) == null) {
            return new Outcome.NotRun("Bicep syntax not checked: Node is not on the PATH");
        }
        if (!isInstalled()) {
            for (String file : List.of("package.json", "package-lock.json")) {
                Files.copy(source.resolve(file), installed.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Result npm = run(List.of(
                    "npm",
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--fetch-retries=0",
                    "--prefer-offline"));
            if (npm == null) {
                return new Outcome.NotRun("Bicep syntax not checked: npm is not on the PATH");
            }
            if (npm.exitCode() != 0 && NO_REGISTRY.matcher(npm.output()).find()) {
                return new Outcome.NotRun("Bicep syntax not checked: no package registry in reach: " + npm.output());
            }
            if (npm.exitCode() != 0) {
                throw new AssertionError("npm ci failed in " + installed + ": " + npm.output());
            }
        }
        // The script resolves its packages from where it lies.
        Path script = installed.resolve("syntax.mjs");
        Files.copy(source.resolve("syntax.mjs"), script, StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        files.forEach(file -> command.add(file.toString()));
        Result node = run(command);
        if (node == null || node.exitCode() > 1) {
            throw new AssertionError("the Bicep parser failed: " + node);
        }
        List<String> lines = node.output().lines().toList();
        if (node.exitCode() == 1 && lines.isEmpty()) {
            throw new AssertionError("the Bicep parser failed without saying why");
        }
        return new Outcome.Parsed(lines);
    }

    private boolean isInstalled() throws IOException {
        Path lock = installed.resolve("package-lock.json");
        return Files.exists(installed.resolve("node_modules/.package-lock.json"))
                && Files.exists(lock)
                && Files.mismatch(lock, source.resolve("package-lock.json")) < 0;
    }

    private record Result(int exitCode, String output) {}

    /** Null if there is no such program. */
    private Result run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(installed, "output", ".txt");
        try {
            Process process;
            try {
                process = new ProcessBuilder(command)
                        .directory(installed.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
            } catch (IOException missing) {
                return null;
            }
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("no end after 120 s: " + command + ": " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
