package io.durablestatus.localruntime.functionhost.trigger;

import io.durablestatus.localruntime.functionhost.worker.Data;
import io.durablestatus.localruntime.functionhost.worker.FunctionFailure;
import io.durablestatus.localruntime.functionhost.worker.FunctionInput;
import io.durablestatus.localruntime.functionhost.worker.FunctionMethod;
import io.durablestatus.localruntime.functionhost.worker.FunctionResult;
import io.durablestatus.localruntime.functionhost.worker.Worker;
import java.util.HashMap;
import java.util.Map;

/** A function with all it needs to be called by a trigger: its other inputs, and where its outputs go. */
public final class TriggeredFunction {
    private final String name;
    private final FunctionMethod method;
    private final Worker worker;
    private final Map<String, Data> inputs;
    private final Map<String, Output> outputs;

    /** Takes one output of a successful call. */
    public interface Output {
        /** @throws RuntimeException when it cannot be delivered; the call then counts as failed */
        void deliver(Data value);
    }

    /**
     * @param inputs of the other input bindings, the same in every call
     * @param outputs by binding name, {@code $return} for the result
     */
    public TriggeredFunction(
            String name, FunctionMethod method, Worker worker, Map<String, Data> inputs, Map<String, Output> outputs) {
        this.name = name;
        this.method = method;
        this.worker = worker;
        this.inputs = Map.copyOf(inputs);
        this.outputs = Map.copyOf(outputs);
    }

    public String name() {
        return name;
    }

    /**
     * @param parameter name of the trigger's binding
     * @throws FunctionFailure when the function, or binding its parameters, fails
     */
    public void call(String parameter, Data value, Map<String, Data> metadata) throws FunctionFailure {
        Map<String, Data> parameters = new HashMap<>(inputs);
        parameters.put(parameter, value);
        FunctionResult result = worker.invoke(name, method, new FunctionInput(parameters, metadata));
        outputs.forEach((binding, output) -> {
            Data produced = binding.equals("$return")
                    ? result.returned()
                    : result.outputs().getOrDefault(binding, new Data.Nothing());
            if (!(produced instanceof Data.Nothing)) {
                output.deliver(produced);
            }
        });
    }
}
