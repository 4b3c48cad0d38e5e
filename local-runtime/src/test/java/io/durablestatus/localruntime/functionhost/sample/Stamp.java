package io.durablestatus.localruntime.functionhost.sample;

import java.time.Instant;

/** A payload that Gson 2.9.0 cannot read on a modern JDK. */
public class Stamp {
    public Instant at;
}
