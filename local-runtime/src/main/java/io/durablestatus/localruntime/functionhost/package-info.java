/**
 * The function host: reads a staged package, runs its functions over a task hub in this process, and serves the durable HTTP
 * API. {@link io.durablestatus.localruntime.functionhost.FunctionHost} is the facade and wires everything; it knows Azure's
 * formats and nothing of the app.
 */
package io.durablestatus.localruntime.functionhost;
