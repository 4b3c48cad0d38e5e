package io.durablestatus.localruntime.functionhost.durable;

import io.durablestatus.localruntime.functionhost.worker.Data;
import io.durablestatus.localruntime.functionhost.worker.FunctionMethod;
import java.util.Map;

/**
 * An orchestrator or an activity, ready to be called.
 *
 * @param name of the function, which logs and failures name
 * @param parameter name of the trigger's binding
 * @param inputs of the other input bindings, the same in every call
 */
public record DurableFunction(String name, FunctionMethod method, String parameter, Map<String, Data> inputs) {}
