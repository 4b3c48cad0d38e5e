package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.durablestatus.localruntime.taskhub.engine.Engine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** SDK 1.5 waits for ever when a result is not of the type asked for; the log must say which instance that may be. */
@Timeout(60)
class StuckWarningTest {
    private static final Logger ENGINE = (Logger) LoggerFactory.getLogger(Engine.class.getPackageName());

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().contains("nothing under way")) {
                warnings.add(event.getLevel() + " " + event.getFormattedMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        ENGINE.addAppender(appender);
    }

    @AfterEach
    void stop() {
        ENGINE.detachAppender(appender);
    }

    private static Workload workload() {
        return new Workload()
                .orchestrator(
                        "WrongType",
                        ctx -> ctx.complete(
                                ctx.callActivity("Text", null, Integer.class).await()))
                .orchestrator("Parent", ctx -> {
                    ctx.callActivity("Text", null, String.class).await();
                    ctx.callSubOrchestrator("RightType", null, String.class).await();
                    ctx.createTimer(java.time.Duration.ofMillis(10)).await();
                    ctx.complete("ok");
                })
                .orchestrator(
                        "RightType",
                        ctx -> ctx.complete(
                                ctx.callActivity("Text", null, String.class).await()))
                .activity("Text", input -> "text");
    }

    @Test
    void an_instance_that_got_an_answer_and_asked_for_nothing_is_reported_once() throws TimeoutException {
        try (Hub hub = Hub.inMemory().running(workload())) {
            hub.client.scheduleNewOrchestrationInstance("WrongType", null, "stuck");
            await().until(() -> !warnings.isEmpty());
            hub.client.raiseEvent("stuck", "any");
            hub.client.raiseEvent("stuck", "other");
            await().until(() -> hub.instances().history("stuck").stream()
                            .filter(event -> event.hasEventRaised())
                            .count()
                    == 2);

            assertThat(warnings)
                    .singleElement()
                    .satisfies(warning -> assertThat(warning)
                            .startsWith("WARN Orchestration stuck got an answer")
                            .contains("could not be read as the type"));
        }
    }

    @Test
    void an_instance_that_goes_on_or_ends_is_not_reported() throws TimeoutException {
        try (Hub hub = Hub.inMemory().running(workload())) {
            assertThat(hub.run("Parent", null).readOutputAs(String.class)).isEqualTo("ok");
        }

        assertThat(warnings).isEmpty();
    }
}
