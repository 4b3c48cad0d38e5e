/** A tiny function app, staged by the tests as the functions plugin stages one; it never runs on the tests' class path. */
package io.durablestatus.localruntime.functionhost.sample;
