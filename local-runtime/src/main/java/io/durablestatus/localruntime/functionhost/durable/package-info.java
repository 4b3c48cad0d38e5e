/**
 * Connects the task hub with the functions, as the durable extension does in Azure: turns and activities become function calls,
 * failures are told in its words, and a durable client binding tells where the hub listens.
 */
package io.durablestatus.localruntime.functionhost.durable;
