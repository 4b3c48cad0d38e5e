package io.durablestatus.localruntime.launcher;

import java.nio.file.Path;

/**
 * @param system the file that describes what to start
 * @param dataDir where everything is kept: data, logs, the system key, the list of running processes
 * @param webPort the web app's port; 0 takes any free one
 * @param anyPorts true: every emulator takes any free port; false: the preferred ones of the description, as far as free
 */
public record LocalSystemSettings(Path system, Path dataDir, int webPort, boolean anyPorts) {}
