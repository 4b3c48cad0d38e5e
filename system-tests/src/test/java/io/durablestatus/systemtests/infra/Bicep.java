package io.durablestatus.systemtests.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a Bicep file that the tests look at: declarations, and values as they are written. */
final class Bicep {
    private Bicep() {}

    /** One file: its name as written in {@code main.bicep}, for example {@code modules/redis.bicep}. */
    record File(String name, List<Declaration> declarations) {
        Stream<Declaration> all(String kind) {
            return declarations.stream()
                    .filter(declaration -> declaration.kind().equals(kind));
        }

        Declaration the(String kind, String name) {
            return all(kind)
                    .filter(declaration -> declaration.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + kind + " '" + name + "' in " + this.name));
        }

        /** Resources that this file makes (not the ones it only refers to), nested ones too. */
        Stream<Declaration> made() {
            return declarations.stream().flatMap(Declaration::withNested).filter(Declaration::makesResource);
        }

        /** The one resource of a type, given without its API version. */
        Declaration made(String type) {
            List<Declaration> found =
                    made().filter(resource -> resource.typeName().equals(type)).toList();
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " resources of type " + type + " in " + name + ", not one");
            }
            return found.get(0);
        }
    }

    /**
     * {@code param}, {@code var}, {@code resource}, {@code module} or {@code output}.
     *
     * @param type what stands between name and {@code =}, without quotes: a type, a resource type, a module's path
     */
    record Declaration(String kind, String name, String type, boolean existing, Optional<Value> value) {
        boolean makesResource() {
            return kind.equals("resource") && !existing;
        }

        /** The type without its API version. */
        String typeName() {
            return type.contains("@") ? type.substring(0, type.indexOf('@')) : type;
        }

        Stream<Declaration> withNested() {
            return Stream.concat(
                    Stream.of(this),
                    value.stream()
                            .filter(Obj.class::isInstance)
                            .flatMap(body -> ((Obj) body).nested().stream())
                            .flatMap(Declaration::withNested));
        }

        Declaration nested(String name) {
            return withNested()
                    .skip(1)
                    .filter(child -> child.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no nested '" + name + "' in " + this.name));
        }

        /** The value at a path such as {@code properties.siteConfig.minTlsVersion}. */
        Value at(String path) {
            Value here = value.orElseThrow(() -> new AssertionError(name + " has no body"));
            for (String key : path.split("\\.", -1)) {
                Value next = here instanceof Obj object ? object.entries().get(key) : null;
                if (next == null) {
                    throw new AssertionError("no '" + path + "' in " + name);
                }
                here = next;
            }
            return here;
        }

        /** An expression exactly as it is written: a string keeps its quotes. */
        String text(String path) {
            return at(path) instanceof Expr expr ? expr.text() : at(path).toString();
        }

        Obj object(String path) {
            return (Obj) at(path);
        }

        List<Value> list(String path) {
            return ((Arr) at(path)).items();
        }
    }

    sealed interface Value permits Obj, Arr, Expr {
        /** This value's expressions and those of everything inside it. */
        Stream<String> expressions();

        /** All property names inside, at any depth. */
        Stream<String> keys();
    }

    record Obj(Map<String, Value> entries, List<Declaration> nested) implements Value {
        @Override
        public Stream<String> expressions() {
            return inside().flatMap(Value::expressions);
        }

        @Override
        public Stream<String> keys() {
            return Stream.concat(entries.keySet().stream(), inside().flatMap(Value::keys));
        }

        private Stream<Value> inside() {
            return Stream.concat(entries.values().stream(), nested.stream().flatMap(child -> child.value().stream()));
        }
    }

    record Arr(List<Value> items) implements Value {
        @Override
        public Stream<String> expressions() {
            return items.stream().flatMap(Value::expressions);
        }

        @Override
        public Stream<String> keys() {
            return items.stream().flatMap(Value::keys);
        }
    }

    record Expr(String text) implements Value {
        @Override
        public Stream<String> expressions() {
            return Stream.of(text);
        }

        @Override
        public Stream<String> keys() {
            return Stream.empty();
        }
    }
}
