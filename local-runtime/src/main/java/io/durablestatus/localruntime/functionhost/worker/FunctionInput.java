package io.durablestatus.localruntime.functionhost.worker;

import java.util.Map;

/**
 * What a trigger brings for one call.
 *
 * @param parameters by binding name: the trigger's value and the input bindings'
 * @param metadata by {@code @BindingName}; a name that has no value is absent
 */
public record FunctionInput(Map<String, Data> parameters, Map<String, Data> metadata) {}
