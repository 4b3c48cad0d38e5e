/**
 * The durable engine: orchestration state, history, timers and work items, stored in SQLite, offered to clients by gRPC.
 * The messages of the durable task protocol are its data model; it knows no HTTP, no Service Bus and no functions.
 */
package io.durablestatus.localruntime.taskhub;
