package io.durablestatus.localruntime.functionhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a package is one line that says where and what to do; nothing is started. */
class StartFailuresTest {
    @TempDir
    private Path folder;

    @Test
    void a_missing_package_says_how_to_make_it() {
        refused(folder.resolve("none"), "There is no staged function package in ", "Run ./mvnw package first");
    }

    @Test
    void an_empty_package_is_refused() {
        refused(new StagedApp(folder), "has no function");
    }

    @Test
    void a_binding_it_does_not_know_is_named_with_its_function() {
        refused(
                app().function("Web", "Activities.say", "{'type':'httpTrigger','direction':'in','name':'req'}"),
                "Function 'Web' uses a binding of type 'httpTrigger' (req)");
        refused(
                app("out")
                        .function(
                                "Store",
                                "Activities.say",
                                "{'type':'timerTrigger','direction':'in','name':'t','schedule':'0 0 0 * * *'}",
                                "{'type':'blob','direction':'out','name':'file'}"),
                "Function 'Store' uses a binding of type 'blob' (file)");
    }

    @Test
    void a_message_trigger_with_sessions_or_batches_is_refused() {
        refused(message("'isSessionsEnabled':true"), "Function 'M'", "with sessions");
        refused(message("'cardinality':'MANY'"), "Function 'M'", "cardinality many");
        refused(message("'topicName':'t','queueName':''"), "Function 'M'", "without a queueName");
    }

    @Test
    void a_missing_setting_is_named_with_its_function() {
        refused(message("'queueName':'%QUEUE%'"), "Function 'M', binding 'm', queueName", "'QUEUE'", "Set it in");
        refused(message("'connection':'Nowhere'"), "Function 'M', binding 'm'", "'Nowhere' is not set");
    }

    @Test
    void a_connection_that_is_none_is_refused_without_showing_it() {
        StagedApp app =
                message("'connection':'Bus'").write("local.settings.json", "{\"Values\":{\"Bus\":\"top secret\"}}");
        assertThatThrownBy(() -> start(app.folder(), 0, List.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("no Service Bus connection string")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_connection_by_identity_is_refused() {
        refused(
                message("'connection':'Bus'")
                        .write("local.settings.json", "{\"Values\":{\"Bus__fullyQualifiedNamespace\":\"x\"}}"),
                "by identity");
    }

    @Test
    void a_wrong_schedule_is_named() {
        for (String wrong : List.of("every day", "0 0 0 * *  * *", "0 61 * * * *", "")) {
            refused(
                    app("s" + wrong.hashCode())
                            .function(
                                    "Tick",
                                    "Triggers.onTick",
                                    "{'type':'timerTrigger','direction':'in','name':'timer','schedule':'" + wrong
                                            + "'}"),
                    "Function 'Tick': the schedule '" + wrong + "'");
        }
    }

    @Test
    void a_missing_class_method_or_jar_is_named() {
        refused(app("c").orchestrator("O", "none"), "Function 'O'", "0 public methods named none");
        refused(app("d").write("X/function.json", "{\"scriptFile\":\"../no.jar\",\"entryPoint\":\"a.b\"}"), "no.jar");
        refused(
                app("e").function("Y", "NoClass.run", "{'type':'activityTrigger','direction':'in','name':'x'}"),
                "Function 'Y'",
                "NoClass cannot be loaded");
        refused(
                app("l").function("Z", "Odd$Foreign.foreign", "{'type':'activityTrigger','direction':'in','name':'x'}"),
                "Function 'Z'",
                "Odd$Foreign cannot be loaded",
                "StartFailure");
        refused(
                app("m").function("Z", "Odd.overloaded", "{'type':'activityTrigger','direction':'in','name':'x'}"),
                "Function 'Z'",
                "2 public methods named overloaded");
    }

    @Test
    void a_file_that_is_no_json_is_named_with_its_line() {
        refused(app("f").host("{\n\"version\": }"), "host.json is no JSON", "(line 2)");
        refused(
                app("g").host("{\"extensions\":{\"serviceBus\":{\"maxConcurrentCalls\":0}}}"),
                "maxConcurrentCalls is 0");
        refused(
                app("h").host("{\"extensions\":{\"serviceBus\":{\"maxAutoLockRenewalDuration\":\"5 min\"}}}"),
                "maxAutoLockRenewalDuration");
    }

    @Test
    void two_activities_of_one_name_are_refused() {
        refused(
                app("i").function(
                                "Other",
                                "Activities.say",
                                "{'type':'activityTrigger','direction':'in','name':'city','activity':'SAY'}"),
                "Two functions are called");
    }

    @Test
    void a_port_in_use_and_a_wrong_ip_range_are_told() throws IOException {
        StagedApp app = app();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(app.folder(), port, List.of()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + port + " is in use")
                    .hasMessageContaining("--port");
        }
        assertThatThrownBy(() -> start(app.folder(), 0, List.of("everybody")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("'everybody'");
        try (FunctionHost host = start(app.folder(), 0, List.of("127.0.0.1"))) {
            assertThat(host.durableApi().getPort()).isPositive();
        }
    }

    private StagedApp message(String setting) {
        String binding = "'type':'serviceBusTrigger','direction':'in','name':'m','queueName':'q','connection':'C',";
        return app("m" + setting.hashCode()).function("M", "Activities.say", "{" + binding + setting + "}");
    }

    private StagedApp app() {
        return app("app");
    }

    private StagedApp app(String name) {
        Path path = folder.resolve(name);
        assertThat(path.toFile().mkdir()).isTrue();
        return new StagedApp(path).activity("Say", "say", "city");
    }

    private static FunctionHost start(Path folder, int port, List<String> allowedIps) {
        return FunctionHost.start(
                new FunctionHostSettings(folder, port, 0, null, Map.of(), allowedIps, InstantSource.system()));
    }

    private static void refused(StagedApp app, String... words) {
        refused(app.folder(), words);
    }

    private static void refused(Path folder, String... words) {
        assertThatThrownBy(() -> start(folder, 0, List.of()).close())
                .isInstanceOf(StartFailure.class)
                .hasMessageNotContaining("\n")
                .hasMessageContainingAll(words);
    }
}
