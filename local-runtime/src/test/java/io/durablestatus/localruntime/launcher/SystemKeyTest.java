package io.durablestatus.localruntime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemKeyTest {
    @Test
    void the_key_is_random_kept_and_for_its_owner_only(@TempDir Path one, @TempDir Path other) throws IOException {
        String key = SystemKey.keptIn(one);

        assertThat(key).hasSize(43).isNotEqualTo(SystemKey.keptIn(other)).isEqualTo(SystemKey.keptIn(one));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.resolve("system-key"))))
                .isEqualTo("rw-------");
    }
}
