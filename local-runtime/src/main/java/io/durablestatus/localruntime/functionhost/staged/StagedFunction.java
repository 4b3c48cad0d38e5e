package io.durablestatus.localruntime.functionhost.staged;

import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.util.List;

/**
 * One function.json.
 *
 * @param entryPoint class and method, {@code io.acme.Orders.start}
 */
public record StagedFunction(String name, Path jar, String entryPoint, List<Binding> bindings) {
    /** @throws StartFailure unless there is exactly one */
    public Binding trigger() {
        List<Binding> triggers = bindings.stream().filter(Binding::isTrigger).toList();
        if (triggers.size() != 1) {
            throw new StartFailure("Function '" + name + "' has " + triggers.size()
                    + " triggers in its function.json; a function has exactly one.");
        }
        return triggers.get(0);
    }

    public String className() {
        return entryPoint.substring(0, entryPoint.lastIndexOf('.'));
    }

    public String methodName() {
        return entryPoint.substring(entryPoint.lastIndexOf('.') + 1);
    }
}
