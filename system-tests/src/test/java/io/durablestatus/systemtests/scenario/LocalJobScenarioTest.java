package io.durablestatus.systemtests.scenario;

import io.durablestatus.localruntime.launcher.Addresses;
import io.durablestatus.systemtests.environment.LocalSystemExtension;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The scenario against the local system. */
@ExtendWith(LocalSystemExtension.class)
@DisabledIfSystemProperty(named = "system.baseUrl", matches = ".+", disabledReason = "a deployed system is tested")
class LocalJobScenarioTest extends JobScenario {
    private URI baseUrl;

    @BeforeEach
    void find(Addresses addresses) {
        baseUrl = addresses.web();
    }

    @Override
    protected URI baseUrl() {
        return baseUrl;
    }
}
