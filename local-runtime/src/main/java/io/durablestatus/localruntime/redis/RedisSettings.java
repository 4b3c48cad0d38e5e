package io.durablestatus.localruntime.redis;

import java.nio.file.Path;

/**
 * @param port TCP port on the loopback interface; 0 takes any free one
 * @param dataDir where the append-only file is kept; made if it is not there
 */
public record RedisSettings(int port, Path dataDir) {}
