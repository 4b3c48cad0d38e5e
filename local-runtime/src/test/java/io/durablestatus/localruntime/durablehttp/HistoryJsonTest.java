package io.durablestatus.localruntime.durablehttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A history with every kind of event, against files written by hand from the extension's source. */
class HistoryJsonTest {
    @Test
    void with_inputs_and_outputs() throws IOException {
        assertThat(shown(true, true)).isEqualTo(AnswersTest.golden("history-full.json"));
    }

    @Test
    void without_outputs() throws IOException {
        assertThat(shown(true, false)).isEqualTo(AnswersTest.golden("history-no-outputs.json"));
    }

    @Test
    void without_inputs_and_outputs() throws IOException {
        assertThat(shown(false, false)).isEqualTo(AnswersTest.golden("history-bare.json"));
    }

    @Test
    void a_pending_instance_shows_none() {
        try (DurableHttpFixture fixture = new DurableHttpFixture()) {
            fixture.instances.plant("abc", RuntimeStatus.Pending);
            assertThat(fixture.get("/instances/abc?showHistory=true").body()).doesNotContain("historyEvents");
            fixture.instances.plant("abc", RuntimeStatus.Running);
            assertThat(fixture.get("/instances/abc?showHistory=true").body()).contains("\"historyEvents\":[]");
        }
    }

    /** One event a line, for a reader of the files. */
    private static String shown(boolean inputs, boolean outputs) throws IOException {
        List<String> lines = new ArrayList<>();
        HistoryJson.of(events(), inputs, outputs).forEach(event -> lines.add(Json.compact(event)));
        return String.join("\n", lines);
    }

    private static List<HistoryEvent> events() throws IOException {
        List<HistoryEvent> events = new ArrayList<>();
        for (String line : AnswersTest.golden("history.textproto").split("\n", -1)) {
            try {
                events.add(TextFormat.parse(line, HistoryEvent.class));
            } catch (ParseException e) {
                throw new AssertionError(line, e);
            }
        }
        return events;
    }
}
