package io.durablestatus.systemtests.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLinesViewTest {
    @Test
    void a_log_gets_a_line_for_each_state_and_each_tenth() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ProgressLinesView view = new ProgressLinesView(new PrintStream(out, true, StandardCharsets.UTF_8))) {
            view.show("QUEUED", 0, 0);
            view.show("QUEUED", 0, 0);
            view.show("RUNNING", 50, 2_000);
            view.show("RUNNING", 199, 2_000);
            view.show("RUNNING", 200, 2_000);
            view.show("RUNNING", 1_990, 2_000);
            view.show("COMPLETED", 2_000, 2_000);
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  QUEUED",
                        "  RUNNING   2 %  50 of 2,000 pairs",
                        "  RUNNING  10 %  200 of 2,000 pairs",
                        "  RUNNING  99 %  1,990 of 2,000 pairs",
                        "  COMPLETED 100 %  2,000 of 2,000 pairs");
    }
}
