package io.durablestatus.localruntime.functionhost.sample;

/** A payload as both Jackson and Gson like it. */
public class City {
    public String name;
    public int visits;
}
