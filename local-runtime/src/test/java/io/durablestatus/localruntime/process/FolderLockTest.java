package io.durablestatus.localruntime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a folder, in this process and in another one. */
@Timeout(60)
class FolderLockTest {
    @TempDir
    Path folder;

    /** A process that locks a folder, says how that went, and holds it until it is killed. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws InterruptedException {
            try (FolderLock lock = FolderLock.take(Path.of(args[0]))) {
                System.out.println(lock == null ? "nothing" : "locked");
                Thread.currentThread().join();
            } catch (StartFailure e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private static Process other(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void a_second_one_in_this_process_is_refused_until_the_first_lets_go() throws IOException {
        Path sub = folder.resolve("made/when/missing");
        try (FolderLock first = FolderLock.take(sub)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> FolderLock.take(folder.resolve("made/../made/when/missing")))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("missing is in use by another process of the local runtime")
                    .hasMessageContaining("choose another folder");
        }

        FolderLock.take(sub).close();
    }

    @Test
    void another_process_is_refused_also_after_a_second_one_in_this_process_was() throws Exception {
        try (FolderLock first = FolderLock.take(folder)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(StartFailure.class);

            Process other = other(folder);
            try {
                assertThat(firstLine(other)).startsWith("refused: The folder " + folder + " is in use");
            } finally {
                other.destroyForcibly();
            }
        }
    }

    @Test
    void a_killed_process_holds_nothing() throws Exception {
        Process other = other(folder);
        try {
            assertThat(firstLine(other)).startsWith("locked");
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(StartFailure.class);
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();

        FolderLock.take(folder).close();
    }

    @Test
    void a_folder_that_cannot_be_made_is_named_and_can_be_had_later() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> FolderLock.take(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("The folder " + file + " cannot be used");
        Files.delete(file);
        FolderLock.take(file).close();
    }
}
