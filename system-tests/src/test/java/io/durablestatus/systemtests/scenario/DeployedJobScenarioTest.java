package io.durablestatus.systemtests.scenario;

import java.net.URI;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The scenario against a deployed system: {@code -Dsystem.baseUrl=https://...}. */
@EnabledIfSystemProperty(
        named = "system.baseUrl",
        matches = ".+",
        disabledReason = "runs with -Dsystem.baseUrl=https://<web app>")
class DeployedJobScenarioTest extends JobScenario {
    @Override
    protected URI baseUrl() {
        return URI.create(System.getProperty("system.baseUrl"));
    }
}
