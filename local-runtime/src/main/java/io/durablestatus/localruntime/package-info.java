/**
 * Everything Azure provides, on one machine: a Service Bus broker, a durable task hub, a function host and Redis. Knows
 * Azure's protocols and nothing of the apps that run on it.
 */
package io.durablestatus.localruntime;
