/**
 * The Durable Functions app: a Service Bus message starts an instance, the instance compares tiles. {@link
 * io.durablestatus.functions.FunctionsApp} wires it; nothing here knows the web app or the local runtime.
 */
package io.durablestatus.functions;
