package io.durablestatus.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.contracts.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProblemDocsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "problems.md");

    @Test
    void the_document_says_what_the_pages_say() throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(requests()).contains(jobs());
    }

    private static String requests() {
        return Arrays.stream(HttpProblem.values())
                .map(p -> "| `" + p.uri() + "` | " + p.status() + " | " + p.title() + " | " + p.meaning() + " | "
                        + p.remedy() + " |\n")
                .collect(Collectors.joining());
    }

    private static String jobs() {
        return Arrays.stream(ProblemType.values())
                .map(type -> "| `" + type.uri() + "` | " + type.title() + " | "
                        + JobFailure.of(type).meaning() + " | "
                        + JobFailure.of(type).remedy() + " |\n")
                .collect(Collectors.joining());
    }
}
