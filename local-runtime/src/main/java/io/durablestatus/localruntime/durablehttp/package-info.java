/**
 * The durable HTTP management API as the durable extension (v3.x) serves it in Azure: routes, keys, status codes and JSON to
 * the letter, over the ports of the task hub. It knows no functions and no storage; only {@link
 * io.durablestatus.localruntime.durablehttp.DurableHttpServer} and its reader of requests know the HTTP server.
 */
package io.durablestatus.localruntime.durablehttp;
