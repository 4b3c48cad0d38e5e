/**
 * What starts functions from outside: Service Bus messages and timers. A trigger calls a {@link
 * io.durablestatus.localruntime.functionhost.trigger.TriggeredFunction} and settles by its outcome; it knows no task hub.
 */
package io.durablestatus.localruntime.functionhost.trigger;
