package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package that makes the instances of its function classes itself. */
class InjectedFunctionTest {
    private static final String SERVICE =
            "META-INF/services/com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector";

    @TempDir
    private Path folder;

    @Test
    void instances_come_from_the_packages_injector() throws IOException {
        StagedApp app = withInjector("sample.Injected$Injector");
        try (FunctionHost host = start(app)) {
            HostClient client = new HostClient(host);
            assertThat(client.run("Tell", "[\"TellNeeded\",1]").get("output").asText())
                    .isEqualTo("ok|\"from the injector\"");
            assertThat(client.run("Tell", "[\"TakeNumber\",1]").get("output").asText())
                    .isEqualTo("ok|2");
        }
    }

    @Test
    void an_injector_that_is_missing_is_named() throws IOException {
        StagedApp app = withInjector("sample.Nobody");
        assertThatThrownBy(() -> start(app).close())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("A service of the package cannot be loaded")
                .hasMessageContaining("Nobody");
    }

    private StagedApp withInjector(String className) throws IOException {
        StagedApp app = StagedApp.withDurableFunctions(folder.resolve("app"))
                .function("TellNeeded", "Injected.tell", "{'type':'activityTrigger','direction':'in','name':'text'}");
        try (OutputStream file = Files.newOutputStream(app.folder().resolve("lib/services.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new ZipEntry(SERVICE));
            jar.write((getClass().getPackageName() + "." + className).getBytes(StandardCharsets.UTF_8));
        }
        return app;
    }

    private static FunctionHost start(StagedApp app) {
        return FunctionHost.start(new FunctionHostSettings(app.folder(), 0, 0, null, Map.of()));
    }
}
