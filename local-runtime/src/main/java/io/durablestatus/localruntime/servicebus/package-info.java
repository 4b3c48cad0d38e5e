/**
 * A Service Bus broker for one machine: queues over AMQP 1.0 in Service Bus's dialect, kept in a journal. This package
 * puts the parts together and gives the outside one thing, a connection string; it knows nothing of the other
 * emulators or the apps.
 */
package io.durablestatus.localruntime.servicebus;
