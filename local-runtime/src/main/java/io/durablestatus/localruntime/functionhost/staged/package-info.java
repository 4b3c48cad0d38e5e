/**
 * Reads a function app exactly as it would be deployed: host.json, local.settings.json, one function.json per function, the
 * jar and its libraries. It runs nothing, and every complaint names the file and what to do.
 */
package io.durablestatus.localruntime.functionhost.staged;
