package io.durablestatus.localruntime.functionhost.sample;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;

/** A function class that only the package's own injector can make. */
public class Injected {
    private final String needed;

    private Injected(String needed) {
        this.needed = needed;
    }

    @FunctionName("TellNeeded")
    public String tell(@DurableActivityTrigger(name = "text") String text) {
        return needed;
    }

    /** Named in the package's META-INF/services. */
    public static final class Injector implements FunctionInstanceInjector {
        @Override
        public <T> T getInstance(Class<T> type) throws Exception {
            return type == Injected.class
                    ? type.cast(new Injected("from the injector"))
                    : type.getConstructor().newInstance();
        }
    }
}
