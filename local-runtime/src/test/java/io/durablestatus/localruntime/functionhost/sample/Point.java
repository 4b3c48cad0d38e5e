package io.durablestatus.localruntime.functionhost.sample;

/** A payload that Gson 2.9.0 cannot make. */
public record Point(int x, int y) {}
