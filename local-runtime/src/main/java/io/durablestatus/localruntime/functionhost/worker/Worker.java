package io.durablestatus.localruntime.functionhost.worker;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareChain;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import io.durablestatus.localruntime.process.StartFailure;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Runs functions of one package through its own middlewares, found by {@link ServiceLoader} in the order of the package, the
 * method call last. Thread-safe.
 */
public final class Worker {
    private final ClassLoader loader;
    private final List<Middleware> middlewares;
    private final FunctionInstanceInjector injector;

    private Worker(ClassLoader loader, List<Middleware> middlewares, FunctionInstanceInjector injector) {
        this.loader = loader;
        this.middlewares = middlewares;
        this.injector = injector;
    }

    /** @throws StartFailure when a service of the package cannot be made, or it has two instance injectors */
    public static Worker of(ClassLoader loader) {
        try {
            List<Middleware> middlewares = new ArrayList<>();
            ServiceLoader.load(Middleware.class, loader).forEach(middlewares::add);
            Iterator<FunctionInstanceInjector> injectors =
                    ServiceLoader.load(FunctionInstanceInjector.class, loader).iterator();
            FunctionInstanceInjector injector = injectors.hasNext() ? injectors.next() : new NewInstance();
            if (injectors.hasNext()) {
                throw new StartFailure("The package has more than one FunctionInstanceInjector; keep one.");
            }
            return new Worker(loader, List.copyOf(middlewares), injector);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new StartFailure("A service of the package cannot be loaded: " + e, e);
        }
    }

    /** @throws FunctionFailure whatever went wrong: binding a parameter, a middleware, the function */
    public FunctionResult invoke(String functionName, FunctionMethod function, FunctionInput input)
            throws FunctionFailure {
        Invocation invocation = new Invocation(functionName, function, input);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            new Chain(middlewares.iterator()).doNext(invocation);
            return invocation.result();
        } catch (Throwable e) {
            // why: user code may throw anything, and one call must not end the host.
            throw new FunctionFailure(functionName, invocation.getInvocationId(), e);
        } finally {
            thread.setContextClassLoader(before);
            // why: a function may leave its thread interrupted, and the thread is the host's: it would take it for its
            // own end.
            boolean unused = Thread.interrupted();
        }
    }

    private final class Chain implements MiddlewareChain {
        private final Iterator<Middleware> rest;

        private Chain(Iterator<Middleware> rest) {
            this.rest = rest;
        }

        @Override
        public void doNext(MiddlewareContext context) throws Exception {
            if (rest.hasNext()) {
                rest.next().invoke(context, this);
            } else {
                call((Invocation) context);
            }
        }
    }

    private void call(Invocation invocation) throws Exception {
        var method = invocation.function().method();
        Object[] arguments = invocation.arguments();
        Object instance =
                Modifier.isStatic(method.getModifiers()) ? null : injector.getInstance(method.getDeclaringClass());
        // why: the orchestration middleware looks at the cause of InvocationTargetException, so it must get through.
        invocation.updateReturnValue(method.invoke(instance, arguments));
    }

    private static final class NewInstance implements FunctionInstanceInjector {
        @Override
        public <T> T getInstance(Class<T> type) throws Exception {
            return type.getConstructor().newInstance();
        }
    }
}
