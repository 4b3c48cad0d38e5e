/**
 * Runs a real redis-server: the binary that embedded-redis carries or, where that does not start, the one on the PATH.
 * Knows how to start and stop it, and nothing of what is stored there.
 */
package io.durablestatus.localruntime.redis;
