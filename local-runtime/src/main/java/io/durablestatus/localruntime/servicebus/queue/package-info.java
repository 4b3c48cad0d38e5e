/**
 * What a Service Bus queue does with messages: order, locks, delivery counts, dead-lettering, expiry, schedules,
 * duplicate detection, sessions. Every lasting change is a {@link
 * io.durablestatus.localruntime.servicebus.queue.Change} handed to a {@link
 * io.durablestatus.localruntime.servicebus.queue.ChangeLog}. Knows no wire, no file and no thread: one owner calls it.
 */
package io.durablestatus.localruntime.servicebus.queue;
