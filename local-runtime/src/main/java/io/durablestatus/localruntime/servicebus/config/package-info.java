/**
 * What the broker is told: namespace, queues and their properties, in the shape of the official emulator's
 * {@code Config.json}. Knows neither queues at work nor the wire.
 */
package io.durablestatus.localruntime.servicebus.config;
