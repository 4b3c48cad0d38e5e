/**
 * Calls a function as the Java worker (2.16, Oct 2024) does: the middleware chain of the package, parameters converted with
 * the same rules and the same Gson, results encoded the same way. It knows neither triggers nor the task hub.
 */
package io.durablestatus.localruntime.functionhost.worker;
