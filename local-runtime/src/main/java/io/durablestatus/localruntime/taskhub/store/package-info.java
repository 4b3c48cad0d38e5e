/**
 * Where a task hub keeps its state: one port, one implementation in SQLite. One write call is one transaction; calls that
 * wait together share a commit. It knows rows and their order, and nothing of what a turn or a completion means.
 */
package io.durablestatus.localruntime.taskhub.store;
