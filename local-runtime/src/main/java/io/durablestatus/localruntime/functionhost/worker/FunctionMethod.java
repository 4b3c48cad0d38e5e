package io.durablestatus.localruntime.functionhost.worker;

import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.CustomBinding;
import io.durablestatus.localruntime.process.StartFailure;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/** The Java method behind one function, and what each of its parameters is bound to. */
public final class FunctionMethod {
    private static final String ANNOTATIONS = "com.microsoft.azure.functions.annotation";

    /**
     * @param bindingName of the binding in function.json, or null
     * @param metadataName of the trigger metadata ({@code @BindingName}), or null
     */
    record Slot(Parameter parameter, Type type, String bindingName, String metadataName) {
        boolean annotatedWith(String simpleName) {
            return Arrays.stream(parameter.getAnnotations())
                    .anyMatch(annotation ->
                            annotation.annotationType().getSimpleName().equals(simpleName));
        }
    }

    private final Method method;
    private final List<Slot> slots;

    private FunctionMethod(Method method) {
        this.method = method;
        this.slots =
                Arrays.stream(method.getParameters()).map(FunctionMethod::slot).toList();
    }

    /**
     * @param function named in messages
     * @throws StartFailure when the class or the method is missing, or the method's name is not unique
     */
    public static FunctionMethod find(String function, String className, String methodName, ClassLoader loader) {
        Class<?> type;
        Method[] methods;
        try {
            type = Class.forName(className, false, loader);
            methods = type.getMethods();
        } catch (ClassNotFoundException | LinkageError e) {
            throw new StartFailure(
                    "Function '" + function + "': the class " + className + " cannot be loaded (" + e
                            + "). Build the package again: ./mvnw package",
                    e);
        }
        List<Method> candidates = Arrays.stream(methods)
                .filter(method ->
                        method.getDeclaringClass() == type && method.getName().equals(methodName))
                .filter(method -> !method.isBridge())
                .toList();
        if (candidates.size() != 1) {
            throw new StartFailure("Function '" + function + "': " + className + " has " + candidates.size()
                    + " public methods named " + methodName + "; it must have exactly one.");
        }
        return new FunctionMethod(candidates.get(0));
    }

    Method method() {
        return method;
    }

    List<Slot> slots() {
        return slots;
    }

    private static Slot slot(Parameter parameter) {
        String bindingName = null;
        String metadataName = null;
        for (Annotation annotation : parameter.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            if (annotation instanceof BindingName metadata) {
                metadataName = metadata.value();
            } else if (type.getPackageName().equals(ANNOTATIONS) || type.isAnnotationPresent(CustomBinding.class)) {
                bindingName = name(annotation);
            }
        }
        return new Slot(parameter, parameter.getParameterizedType(), bindingName, metadataName);
    }

    private static String name(Annotation annotation) {
        Class<? extends Annotation> type = annotation.annotationType();
        try {
            return (String) type.getMethod("name").invoke(annotation);
        } catch (ReflectiveOperationException e) {
            CustomBinding custom = type.getAnnotation(CustomBinding.class);
            return custom == null ? null : custom.name();
        }
    }
}
