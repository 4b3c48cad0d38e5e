package io.durablestatus.functions.start;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** An engine in memory whose calls can be made to fail. Like the real one it replaces an instance that has ended. */
final class FakeEngine implements Instances {
    record Instance(String orchestrator, Object input) {}

    /** How a call goes wrong. */
    enum Fault {
        NONE,
        REFUSED,
        /** The start is done but its answer is lost. */
        ANSWER_LOST
    }

    final Map<String, Instance> instances = new LinkedHashMap<>();
    final Deque<Fault> startFaults = new ArrayDeque<>();
    final Deque<Fault> readFaults = new ArrayDeque<>();
    int starts;
    int reads;

    @Override
    public boolean exists(String instanceId) {
        reads++;
        if (!readFaults.isEmpty() && readFaults.removeFirst() != Fault.NONE) {
            throw new IllegalStateException("UNAVAILABLE");
        }
        return instances.containsKey(instanceId);
    }

    @Override
    public void start(String orchestrator, String instanceId, Object input) {
        starts++;
        Fault fault = startFaults.isEmpty() ? Fault.NONE : startFaults.removeFirst();
        if (fault != Fault.REFUSED) {
            instances.put(instanceId, new Instance(orchestrator, input));
        }
        if (fault != Fault.NONE) {
            throw new IllegalStateException("INTERNAL");
        }
    }
}
