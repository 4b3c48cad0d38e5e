package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.functionhost.staged.HostJson;
import io.durablestatus.localruntime.functionhost.staged.StagedFunction;
import io.durablestatus.localruntime.functionhost.staged.StagedPackage;
import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the files of a package and the app settings are read. */
class StagedPackageTest {
    private static final String PREFIX = "AzureFunctionsJobHost__extensions__";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "AzureWebJobs.Say.Disabled, true",
        "AzureWebJobs.Say.Disabled, 1",
        "azurewebjobs.say.disabled, TRUE",
        "AzureWebJobs_Say_Disabled, true",
    })
    void a_function_is_disabled_by_a_setting(String name, String value) {
        assertThat(functions(Map.of(name, value))).containsExactly("Fail");
    }

    @ParameterizedTest
    @CsvSource({"AzureWebJobs.Say.Disabled, false", "AzureWebJobs.Say.Disabled, 0", "AzureWebJobs.Sa.Disabled, true"})
    void a_function_is_not_disabled_by_another_setting_or_value(String name, String value) {
        assertThat(functions(Map.of(name, value))).containsExactly("Fail", "Say");
    }

    @Test
    void a_function_is_disabled_by_its_file() {
        StagedApp app = app();
        app.write("Say/function.json", "{\"disabled\":true,\"entryPoint\":\"not.read\"}");
        assertThat(read(app, Map.of()).functions())
                .extracting(StagedFunction::name)
                .containsExactly("Fail");
    }

    @Test
    void app_settings_override_the_host_file() {
        StagedApp app = app().host("{\"extensions\":{\"durableTask\":{\"hubName\":\"Filed\"},"
                + "\"serviceBus\":{\"prefetchCount\":3,\"maxConcurrentCalls\":4}}}");
        HostJson host = read(
                        app,
                        Map.of(
                                PREFIX + "durableTask__hubName",
                                "%HUB%",
                                "HUB",
                                "Set",
                                PREFIX + "serviceBus__maxConcurrentCalls",
                                "7",
                                "azurefunctionsjobhost:EXTENSIONS:serviceBus:autoCompleteMessages",
                                "False",
                                PREFIX + "serviceBus__maxAutoLockRenewalDuration",
                                "00:01:00"))
                .host();
        assertThat(host.hubName()).isEqualTo("Set");
        assertThat(host.prefetchCount()).isEqualTo(3);
        assertThat(host.maxConcurrentCalls()).isEqualTo(7);
        assertThat(host.autoCompleteMessages()).isFalse();
        assertThat(host.maxAutoLockRenewal()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void names_in_the_host_file_have_no_case_and_values_may_be_text() {
        HostJson host = read(
                        app().host("{\"Extensions\":{\"DurableTask\":{\"HubName\":\"Any\","
                                + "\"maxConcurrentActivityFunctions\":\"5\"}}}"),
                        Map.of())
                .host();
        assertThat(host.hubName()).isEqualTo("Any");
        assertThat(host.maxActivities()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "serviceBus__prefetchCount, -1",
        "serviceBus__prefetchCount, many",
        "serviceBus__autoCompleteMessages, no"
    })
    void a_wrong_override_is_named(String path, String value) {
        StagedApp app = app();
        assertThatThrownBy(() -> read(app, Map.of(PREFIX + path, value)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(path.split("__", 2)[1] + " is " + value);
    }

    @Test
    void files_may_begin_with_a_byte_order_mark() {
        StagedApp app = app().host("\uFEFF{\"extensions\":{\"durableTask\":{\"hubName\":\"%HUB%\"}}}")
                .write("local.settings.json", "\uFEFF{\"Values\":{\"HUB\":\"Marked\"}}");
        assertThat(read(app, Map.of()).host().hubName()).isEqualTo("Marked");
    }

    private List<String> functions(Map<String, String> settings) {
        return read(app(), settings).functions().stream()
                .map(StagedFunction::name)
                .toList();
    }

    private StagedApp app() {
        return new StagedApp(folder).activity("Say", "say", "city").activity("Fail", "fail", "text");
    }

    private static StagedPackage read(StagedApp app, Map<String, String> settings) {
        return StagedPackage.read(app.folder(), Map.of(), settings);
    }
}
