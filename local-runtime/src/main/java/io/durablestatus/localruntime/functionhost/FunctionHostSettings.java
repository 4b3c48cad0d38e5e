package io.durablestatus.localruntime.functionhost;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * @param packageDir the staged package, {@code target/azure-functions/<app>}
 * @param httpPort of the durable HTTP API, 0 for any free one
 * @param grpcPort of the task hub, 0 for any free one
 * @param dataDir of the task hub and the keys, or null to keep nothing
 * @param appSettings win over the environment and local.settings.json
 * @param allowedIps CIDR ranges that may call the HTTP API; empty for all
 */
public record FunctionHostSettings(
        Path packageDir,
        int httpPort,
        int grpcPort,
        Path dataDir,
        Map<String, String> appSettings,
        List<String> allowedIps,
        InstantSource clock) {

    /** Without address rules, on the system clock. */
    public FunctionHostSettings(
            Path packageDir, int httpPort, int grpcPort, Path dataDir, Map<String, String> appSettings) {
        this(packageDir, httpPort, grpcPort, dataDir, appSettings, List.of(), InstantSource.system());
    }
}
