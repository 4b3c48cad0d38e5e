package io.durablestatus.localruntime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemDescriptionTest {
    private static final Path SHIPPED = Path.of("system.json");

    @TempDir
    Path project;

    private Path file;

    @BeforeEach
    void lay_out_a_built_project() throws IOException {
        file = Files.createDirectories(project.resolve("local-runtime")).resolve("system.json");
        Files.copy(SHIPPED, file);
        Files.createFile(file.resolveSibling("Config.json"));
        Files.createDirectories(project.resolve("functions-app/target/azure-functions/durable-status-functions"));
        Files.createDirectories(project.resolve("web-app/target/quarkus-app"));
        Files.createFile(project.resolve("web-app/target/quarkus-app/quarkus-run.jar"));
    }

    @Test
    void the_shipped_description_is_complete_and_its_paths_are_relative_to_it() {
        SystemDescription system = SystemDescription.read(file);

        assertThat(system.web().jar()).isEqualTo(project.resolve("web-app/target/quarkus-app/quarkus-run.jar"));
        assertThat(system.servicebus().config()).isEqualTo(project.resolve("local-runtime/Config.json"));
        Placeholders known = new Placeholders();
        known.put("servicebus", "Endpoint=sb://localhost:1");
        known.put("redis", "redis://localhost:2");
        assertThat(known.fill(system.functionhost().settings())).containsValue("redis://localhost:2");
        known.put("durableApi", "http://localhost:3");
        known.put("durableKey", "a$1\\b");
        known.put("webPort", "4");
        assertThat(known.fill(system.web().environment()))
                .containsEntry("PORT", "4")
                .containsEntry("DURABLE_API_KEY", "a$1\\b");
    }

    @Test
    void a_missing_function_package_is_named_with_the_command_that_makes_it() throws IOException {
        Path staged = project.resolve("functions-app/target/azure-functions/durable-status-functions");
        Files.delete(staged);

        assertThatThrownBy(() -> SystemDescription.read(file))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The staged function package is not there: " + staged
                        + ". Build it: ./mvnw package -DskipTests.");
    }

    @Test
    void a_missing_file_and_a_misspelt_field_are_named() throws IOException {
        assertThatThrownBy(() -> SystemDescription.read(project.resolve("none.json")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("none.json");

        Files.writeString(file, Files.readString(file).replace("packageFolder", "packageFolded"));
        assertThatThrownBy(() -> SystemDescription.read(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("packageFolded");
    }

    @Test
    void an_unknown_placeholder_is_named_with_its_setting() throws IOException {
        Files.writeString(file, Files.readString(file).replace("${redis}", "${reddis}"));

        SystemDescription system = SystemDescription.read(file);
        Placeholders known = new Placeholders();
        known.put("servicebus", "x");
        assertThatThrownBy(() -> known.fill(system.functionhost().settings()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("REDIS_URL")
                .hasMessageContaining("${reddis}");
    }
}
