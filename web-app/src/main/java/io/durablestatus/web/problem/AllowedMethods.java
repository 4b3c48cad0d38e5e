package io.durablestatus.web.problem;

import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods an address knows: RFC 9110 wants them with each 405, and the REST layer does not give them. */
@Singleton
class AllowedMethods {
    private final Map<String, Set<String>> methodsByPattern = new TreeMap<>();

    AllowedMethods() {
        Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .forEach(this::add);
    }

    /** As the value of {@code Allow}; empty when the path is of no resource. */
    String of(String path) {
        return methodsByPattern.entrySet().stream()
                .filter(entry -> path.matches(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private void add(Class<?> resource) {
        for (Method method : resource.getDeclaredMethods()) {
            methods(method)
                    .forEach(name -> methodsByPattern
                            .computeIfAbsent(pattern(resource, method), pattern -> new TreeSet<>())
                            .add(name));
        }
    }

    private static Stream<String> methods(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .flatMap(name -> name.equals(HttpMethod.GET) ? Stream.of(name, HttpMethod.HEAD) : Stream.of(name));
    }

    private static String pattern(Class<?> resource, Method method) {
        Path path = method.getAnnotation(Path.class);
        String template = resource.getAnnotation(Path.class).value() + (path == null ? "" : "/" + path.value());
        return template.replaceAll("\\{[^}]+}", "[^/]+");
    }
}
