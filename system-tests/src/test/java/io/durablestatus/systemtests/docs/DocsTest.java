package io.durablestatus.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.systemtests.environment.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents name must exist: files and folders, and tests by class and method. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)[^)]*\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.@/-]+");
    private static final Pattern TEST =
            Pattern.compile("([A-Z]\\w*(?:Test|Tests|Scenario|Properties))(?:[#.]([a-z]\\w*)(?:\\(\\))?)?");

    @Test
    void every_file_and_test_the_documents_name_exists() throws IOException {
        List<String> missing = new ArrayList<>();
        Map<String, String> tests = tests(Project.ROOT);
        for (Path document : documents(Project.ROOT)) {
            missing.addAll(missing(Project.ROOT, tests, document));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void the_check_sees_what_is_missing(@TempDir Path root) throws IOException {
        Path source = Files.createDirectories(root.resolve("web-app/src/test/java"));
        Files.writeString(source.resolve("SubmitTest.java"), "void is_accepted() {}");
        Path document = Files.writeString(root.resolve("README.md"), """
                Fine: [app](web-app/src), `web-app/src/test`, `SubmitTest`, `SubmitTest#is_accepted`, `web-app/target/x`,
                <https://example.org/a>, `text/csv`.
                Wrong: [a](docs/none.md), `web-app/none.txt`, `NoneTest`, `SubmitTest#is_refused`, `SubmitTest.is_lost`.
                """);

        assertThat(missing(root, tests(root), document))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .containsExactly(
                        "docs/none.md", "web-app/none.txt", "NoneTest", "SubmitTest#is_refused", "SubmitTest.is_lost");
    }

    private static List<Path> documents(Path root) throws IOException {
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")), docs)
                    .filter(file -> file.toString().endsWith(".md") && Files.exists(file))
                    .toList();
        }
    }

    private static List<String> missing(Path root, Map<String, String> tests, Path document) throws IOException {
        String text = Files.readString(document);
        List<String> missing = new ArrayList<>();
        LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(target -> !Files.exists(document.resolveSibling(target)))
                .forEach(missing::add);
        for (String code :
                CODE.matcher(text).results().map(span -> span.group(1)).toList()) {
            Matcher test = TEST.matcher(code);
            if (test.matches()) {
                if (!testExists(tests, test.group(1), test.group(2))) {
                    missing.add(code);
                }
            } else if (namesAFile(root, code) && !Files.exists(root.resolve(code))) {
                missing.add(code);
            }
        }
        return missing.stream()
                .map(name -> root.relativize(document) + ": " + name)
                .toList();
    }

    /** A path that begins with a folder of the project; what a build makes there is not looked for. */
    private static boolean namesAFile(Path root, String code) {
        int slash = code.indexOf('/');
        return slash > 0
                && PATH.matcher(code).matches()
                && !code.contains("/target")
                && Files.isDirectory(root.resolve(code.substring(0, slash)));
    }

    private static boolean testExists(Map<String, String> tests, String className, String method) {
        String source = tests.get(className);
        return source != null
                && (method == null
                        || Pattern.compile("\\b" + method + "\\(")
                                .matcher(source)
                                .find());
    }

    /** The sources of all tests by class name; of classes with the same name in one text. */
    private static Map<String, String> tests(Path root) throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path folder : modules.map(module -> module.resolve("src/test"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        String name = file.getFileName().toString().replace(".java", "");
                        tests.merge(name, Files.readString(file), String::concat);
                    }
                }
            }
        }
        return tests;
    }
}
