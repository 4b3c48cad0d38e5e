package io.durablestatus.localruntime.functionhost.worker;

import java.util.Map;

/**
 * What a function gave back.
 *
 * @param outputs by binding name; only those that were set
 */
public record FunctionResult(Data returned, Map<String, Data> outputs) {}
