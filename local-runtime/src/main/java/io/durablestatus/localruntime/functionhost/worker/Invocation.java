package io.durablestatus.localruntime.functionhost.worker;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.OutputBinding;
import com.microsoft.azure.functions.RetryContext;
import com.microsoft.azure.functions.TraceContext;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import io.durablestatus.localruntime.functionhost.worker.FunctionMethod.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Logger;

/** One call of one function: what the middlewares see, and the user's {@code ExecutionContext}. Used by one thread. */
final class Invocation implements MiddlewareContext {
    private final String id = UUID.randomUUID().toString();
    private final String functionName;
    private final FunctionMethod function;
    private final FunctionInput input;
    private final Logger logger;
    private final Map<String, Object> replaced = new HashMap<>();
    private final Map<String, Output<?>> outputs = new LinkedHashMap<>();
    private Object returnValue;

    /** An output parameter the function may set. */
    private static final class Output<T> implements OutputBinding<T> {
        private T value;

        @Override
        public T getValue() {
            return value;
        }

        @Override
        public void setValue(T value) {
            this.value = value;
        }
    }

    /** A trace of its own, in W3C form. */
    private record Trace(String getTraceparent, String getTracestate, Map<String, String> getAttributes)
            implements TraceContext {
        static Trace fresh() {
            String trace = UUID.randomUUID().toString().replace("-", "");
            String span = UUID.randomUUID().toString().replace("-", "").substring(16);
            return new Trace("00-" + trace + "-" + span + "-00", "", Map.of());
        }
    }

    /** The host does not retry by itself; a trigger may. */
    private enum NoRetry implements RetryContext {
        INSTANCE;

        @Override
        public int getRetrycount() {
            return 0;
        }

        @Override
        public int getMaxretrycount() {
            return 0;
        }

        @Override
        public com.microsoft.azure.functions.RpcException getException() {
            return null;
        }
    }

    Invocation(String functionName, FunctionMethod function, FunctionInput input) {
        this.functionName = functionName;
        this.function = function;
        this.input = input;
        this.logger = InvocationLogger.of(functionName, id);
    }

    FunctionMethod function() {
        return function;
    }

    /**
     * The arguments of the method call.
     *
     * @throws RuntimeException when a parameter cannot be bound, in the worker's words
     */
    Object[] arguments() {
        List<Object> arguments = new ArrayList<>();
        for (Slot slot : function.slots()) {
            arguments.add(argument(slot));
        }
        return arguments.toArray();
    }

    private Object argument(Slot slot) {
        if (OutputBinding.class.isAssignableFrom(InputConverter.raw(slot.type()))) {
            return outputs.computeIfAbsent(slot.bindingName(), name -> new Output<>());
        }
        if (slot.bindingName() != null) {
            Object replacement = replaced.get(slot.bindingName());
            return replacement != null
                    ? replacement
                    : converted(input.parameters(), slot.bindingName(), slot, "parameter name");
        }
        if (slot.metadataName() != null) {
            return converted(input.metadata(), slot.metadataName(), slot, "@BindingName");
        }
        if (slot.type().equals(ExecutionContext.class)) {
            return this;
        }
        throw new ClassCastException(
                "Cannot convert the execution context to type " + slot.type().getTypeName());
    }

    private static Object converted(Map<String, Data> values, String name, Slot slot, String kind) {
        Data data = values.get(name);
        if (data == null) {
            throw new IllegalStateException("Cannot find matched " + kind
                    + " of customer function, please check if customer function is defined correctly");
        }
        return InputConverter.convert(data, slot.type());
    }

    FunctionResult result() {
        Map<String, Data> produced = new LinkedHashMap<>();
        outputs.forEach((name, output) -> {
            if (output.getValue() != null) {
                produced.put(name, OutputConverter.convert(output.getValue()));
            }
        });
        return new FunctionResult(OutputConverter.convert(returnValue), produced);
    }

    @Override
    public String getParameterName(String annotationSimpleName) {
        return function.slots().stream()
                .filter(slot -> slot.annotatedWith(annotationSimpleName))
                .map(Slot::bindingName)
                .findFirst()
                .orElse(null);
    }

    /** Only what arrived as text, as in the worker. */
    @Override
    public Object getParameterValue(String name) {
        return input.parameters().get(name) instanceof Data.Text text ? text.value() : null;
    }

    @Override
    public void updateParameterValue(String name, Object value) {
        replaced.put(name, value);
    }

    @Override
    public Object getReturnValue() {
        return returnValue;
    }

    @Override
    public void updateReturnValue(Object value) {
        this.returnValue = value;
    }

    @Override
    public Logger getLogger() {
        return logger;
    }

    @Override
    public String getInvocationId() {
        return id;
    }

    @Override
    public String getFunctionName() {
        return functionName;
    }

    @Override
    public TraceContext getTraceContext() {
        return Trace.fresh();
    }

    @Override
    public RetryContext getRetryContext() {
        return NoRetry.INSTANCE;
    }
}
