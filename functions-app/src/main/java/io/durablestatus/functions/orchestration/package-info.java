/**
 * The orchestrators: what runs in which order. They are replayed from history, so no clock, chance, environment, I/O or
 * static state may be reached from here; ArchUnit checks it.
 */
package io.durablestatus.functions.orchestration;
