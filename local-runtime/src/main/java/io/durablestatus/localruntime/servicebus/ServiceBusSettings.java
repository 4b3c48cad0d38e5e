package io.durablestatus.localruntime.servicebus;

import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * How a {@link ServiceBusEmulator} runs.
 *
 * @param config the queues
 * @param port on 127.0.0.1 and ::1; 0 for any that is free
 * @param dataDir where messages are kept; null keeps them in memory only
 * @param fsync whether an acknowledged message also survives the loss of power, not only of the process
 * @param clock the date; after moving it by hand call {@link ServiceBusEmulator#wake}
 */
public record ServiceBusSettings(BrokerConfig config, int port, Path dataDir, boolean fsync, InstantSource clock) {}
