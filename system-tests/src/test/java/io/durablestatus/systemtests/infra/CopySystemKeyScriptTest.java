package io.durablestatus.systemtests.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key travels from the function app to the vault, and nowhere else. A stand-in for az keeps what it was asked. */
class CopySystemKeyScriptTest {
    private static final String KEY = "k3y-of-the-host==";

    @TempDir
    private Path folder;

    @BeforeEach
    void put_a_stand_in_for_az_on_the_path() throws IOException {
        Path az = Files.writeString(folder.resolve("az"), """
                #!/usr/bin/env bash
                echo "$*" >>"$FOLDER/asked"
                case "$1 $2 $3" in
                  "functionapp keys list") echo "$HOST_KEY" ;;
                  "keyvault secret show") cat "$FOLDER/vault" ;;
                  "keyvault secret set")
                    while [ $# -gt 0 ] && [ "$1" != --file ]; do shift; done
                    cat "$2" >"$FOLDER/vault" ;;
                esac
                exit 0
                """);
        assertThat(az.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void copies_the_key_and_restarts_the_web_app() throws Exception {
        Script copy = copy();
        assertThat(copy.exitCode()).as(copy.output()).isZero();
        assertThat(folder.resolve("vault")).hasContent(KEY);
        assertThat(asked()).contains("webapp restart --resource-group rg --name web");
    }

    @Test
    void leaves_everything_alone_when_the_vault_holds_the_key_already() throws Exception {
        Files.writeString(folder.resolve("vault"), KEY + "\n");
        assertThat(copy().exitCode()).isZero();
        assertThat(asked()).doesNotContain("secret set", "restart");
    }

    @Test
    void replaces_the_key_after_a_rotation() throws Exception {
        Files.writeString(folder.resolve("vault"), "the-key-before");
        assertThat(copy().exitCode()).isZero();
        assertThat(folder.resolve("vault")).hasContent(KEY);
        assertThat(asked()).contains("restart");
    }

    @Test
    void shows_the_key_neither_in_the_log_nor_on_a_command_line() throws Exception {
        assertThat(copy().output()).doesNotContain(KEY);
        assertThat(asked()).contains("secret set").doesNotContain(KEY);
    }

    @Test
    void says_which_variable_is_missing() throws Exception {
        Script copy = Script.run("copy-system-key.sh", Map.of("AZURE_RESOURCE_GROUP", "rg"), folder);
        assertThat(copy.exitCode()).isEqualTo(1);
        assertThat(copy.output()).contains("FUNCTION_APP_NAME is not set");
    }

    private Script copy() throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of("FOLDER", folder.toString(), "HOST_KEY", KEY));
        variables.put("AZURE_RESOURCE_GROUP", "rg");
        variables.put("FUNCTION_APP_NAME", "func");
        variables.put("WEB_APP_NAME", "web");
        variables.put("KEY_VAULT_NAME", "kv");
        return Script.run("copy-system-key.sh", variables, folder);
    }

    private String asked() throws IOException {
        return Files.readString(folder.resolve("asked"));
    }
}
