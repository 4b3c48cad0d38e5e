/** The laws of the queues, without wire and disk. */
package io.durablestatus.localruntime.servicebus.queue;
