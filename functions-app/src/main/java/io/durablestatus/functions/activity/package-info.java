/**
 * The activities: the only steps of an instance that may take time, do I/O or fail. Each may run more than once.
 * Inputs and outputs are plain classes with public fields because the Java worker binds them with Gson.
 */
package io.durablestatus.functions.activity;
