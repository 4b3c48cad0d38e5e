package io.durablestatus.localruntime.functionhost.worker;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Host values to Java parameters. The rules are the worker's, flaws included: a String gets the raw text, a number is parsed
 * from the text, a class is read by Gson 2.9.0 from its raw type, so that a record or a java.time field fails here as it fails
 * in Azure.
 */
final class InputConverter {
    /** why: the worker's own settings; adapters would make work here what fails there. */
    static final Gson GSON = new Gson();

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.ofEntries(
            Map.entry(long.class, Long::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(int.class, Integer::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(short.class, Short::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(byte.class, Byte::valueOf),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(double.class, Double::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(float.class, Float::valueOf),
            Map.entry(Float.class, Float::valueOf));

    private InputConverter() {}

    /**
     * @throws ClassCastException in the worker's words, when there is no way
     * @throws com.google.gson.JsonParseException and other errors of Gson as they come
     */
    static Object convert(Data data, Type target) {
        if (raw(target).equals(Optional.class)) {
            Type wanted =
                    target instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
            return Optional.ofNullable(convert(data, wanted));
        }
        if (data instanceof Data.Text text) {
            return fromText(text.value(), target);
        } else if (data instanceof Data.Json json) {
            return fromJson(json.value(), target);
        } else if (data instanceof Data.Whole whole) {
            return fromWhole(whole.value(), target);
        } else if (data instanceof Data.Real real) {
            return fromReal(real.value(), target);
        } else if (data instanceof Data.Bytes bytes) {
            return fromBytes(bytes.value(), target);
        }
        return null;
    }

    private static Object fromText(String text, Type target) {
        Function<String, Object> parser = PARSERS.get(raw(target));
        if (parser != null) {
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                // why: the worker drops the parser's error, so it must not be the root cause here either.
                throw refused(text, target);
            }
        }
        return raw(target).equals(String.class) ? text : byGson(text, target);
    }

    private static Object fromJson(String json, Type target) {
        if (raw(target).equals(String.class)) {
            return json;
        }
        return raw(target).equals(String[].class) ? strings(json, target) : byGson(json, target);
    }

    private static Object byGson(String json, Type target) {
        Class<?> type = raw(target);
        if (!Collection.class.isAssignableFrom(type)) {
            return orRefused(GSON.fromJson(json, type), json, target);
        }
        Type element = target instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
        if (!(element instanceof Class<?> elementType)) {
            throw new ClassCastException(
                    "class " + element.getClass().getName() + " cannot be cast to class java.lang.Class");
        }
        try {
            List<Object> items = new ArrayList<>();
            for (JsonElement item : JsonParser.parseString(json).getAsJsonArray()) {
                items.add(GSON.fromJson(item, elementType));
            }
            return items;
        } catch (RuntimeException e) {
            // The worker's second try, with the whole type.
            return orRefused(strings(json, target), json, target);
        }
    }

    private static Object strings(String json, Type target) {
        try {
            return GSON.fromJson(json, target);
        } catch (JsonSyntaxException e) {
            List<String> items = new ArrayList<>();
            JsonParser.parseString(json).getAsJsonArray().forEach(item -> items.add(item.toString()));
            return Collection.class.isAssignableFrom(raw(target)) ? items : items.toArray(String[]::new);
        }
    }

    private static Object fromWhole(long value, Type target) {
        Class<?> type = raw(target);
        if (type == long.class || type == Long.class || type == Object.class || type == Number.class) {
            return value;
        }
        if (type == int.class || type == Integer.class) {
            return (int) value;
        }
        if (type == short.class || type == Short.class) {
            return (short) value;
        }
        if (type == byte.class || type == Byte.class) {
            return (byte) value;
        }
        if (type == String.class) {
            return Long.toString(value);
        }
        throw refused(value, target);
    }

    private static Object fromReal(double value, Type target) {
        Class<?> type = raw(target);
        if (type == double.class || type == Double.class || type == Object.class || type == Number.class) {
            return value;
        }
        if (type == float.class || type == Float.class) {
            return (float) value;
        }
        if (type == String.class) {
            return Double.toString(value);
        }
        throw refused(value, target);
    }

    private static Object fromBytes(byte[] value, Type target) {
        Class<?> type = raw(target);
        if (type == byte[].class || type == Object.class) {
            return value;
        }
        if (type == Byte[].class) {
            Byte[] boxed = new Byte[value.length];
            for (int i = 0; i < value.length; i++) {
                boxed[i] = value[i];
            }
            return boxed;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return type == String.class ? text : byGson(text, target);
    }

    /** A JSON null is a null parameter only where the type is no other than the source's: the worker refuses it. */
    private static Object orRefused(Object converted, String source, Type target) {
        if (converted == null) {
            if (raw(target).isAssignableFrom(String.class)) {
                return source;
            }
            throw refused(source, target);
        }
        return converted;
    }

    private static ClassCastException refused(Object value, Type target) {
        return new ClassCastException("Cannot convert " + value + "to type " + target.getTypeName());
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : Object.class;
    }
}
