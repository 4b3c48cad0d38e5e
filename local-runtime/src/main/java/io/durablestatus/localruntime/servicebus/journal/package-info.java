/**
 * Keeps the broker's changes on disk: one append-only file of checksummed records, rewritten when most of it is dead.
 * Knows files and the changes of the queues, neither the wire nor what a change means.
 */
package io.durablestatus.localruntime.servicebus.journal;
