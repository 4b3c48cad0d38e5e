package io.durablestatus.localruntime.functionhost.worker;

/** Java results to host values, as the worker encodes them. */
final class OutputConverter {
    private OutputConverter() {}

    static Data convert(Object value) {
        if (value == null) {
            return new Data.Nothing();
        } else if (value instanceof String text) {
            return new Data.Text(text);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return new Data.Whole(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            return new Data.Real(((Number) value).doubleValue());
        } else if (value instanceof byte[] bytes) {
            return new Data.Bytes(bytes);
        }
        return new Data.Json(InputConverter.GSON.toJson(value));
    }
}
