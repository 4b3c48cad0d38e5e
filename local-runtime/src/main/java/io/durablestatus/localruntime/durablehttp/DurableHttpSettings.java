package io.durablestatus.localruntime.durablehttp;

import java.time.InstantSource;

/**
 * @param port of the loopback address, 0 for any free one
 * @param hubName named in the management links
 */
public record DurableHttpSettings(int port, String hubName, AccessKeys keys, IpRules ipRules, InstantSource clock) {}
