package io.durablestatus.localruntime.functionhost.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.reflect.TypeToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of the Java worker 2.16, read in its source. */
class InputConverterTest {
    @Test
    void text_is_given_as_it_is_or_parsed() {
        assertThat(text("\"a\"", String.class)).isEqualTo("\"a\"");
        assertThat(text("7", int.class)).isEqualTo(7);
        assertThat(text("7", Long.class)).isEqualTo(7L);
        assertThat(text("7", short.class)).isEqualTo((short) 7);
        assertThat(text("7", Byte.class)).isEqualTo((byte) 7);
        assertThat(text("1.5", double.class)).isEqualTo(1.5);
        assertThat(text("1.5", Float.class)).isEqualTo(1.5f);
        assertThat(text("true", boolean.class)).isEqualTo(true);
        assertThat(text("[\"a\",\"b\"]", String[].class)).isEqualTo(new String[] {"a", "b"});
        assertThat(text("{\"a\":1}", new TypeToken<Map<String, Integer>>() {}.getType()))
                .as("read by the raw type")
                .isEqualTo(Map.of("a", 1.0));
        assertThat(text("[1,2]", new TypeToken<List<Integer>>() {}.getType())).isEqualTo(List.of(1, 2));
    }

    @Test
    void a_number_that_is_none_has_no_deeper_cause() {
        assertThatThrownBy(() -> text("x", int.class))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("Cannot convert xto type int")
                .hasNoCause();
    }

    @Test
    void json_keeps_its_quotes_in_a_string_and_is_read_otherwise() {
        assertThat(InputConverter.convert(new Data.Json("\"2026\""), String.class))
                .isEqualTo("\"2026\"");
        assertThat(InputConverter.convert(new Data.Json("3"), int.class)).isEqualTo(3);
        assertThat(InputConverter.convert(new Data.Json("3"), long.class)).isEqualTo(3L);
        assertThat(InputConverter.convert(new Data.Json("[\"a\",{\"b\":1}]"), String[].class))
                .isEqualTo(new String[] {"\"a\"", "{\"b\":1}"});
    }

    @Test
    void nothing_is_null_and_an_empty_optional() {
        assertThat(InputConverter.convert(new Data.Nothing(), String.class)).isNull();
        assertThat(InputConverter.convert(new Data.Nothing(), new TypeToken<Optional<String>>() {}.getType()))
                .isEqualTo(Optional.empty());
        assertThat(text("a", new TypeToken<Optional<String>>() {}.getType())).isEqualTo(Optional.of("a"));
    }

    @Test
    void a_json_null_is_no_object() {
        assertThatThrownBy(() -> text("null", Map.class)).isInstanceOf(ClassCastException.class);
        assertThat(text("null", String.class)).isEqualTo("null");
    }

    @Test
    void bytes_are_bytes_text_or_json() {
        byte[] raw = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(InputConverter.convert(new Data.Bytes(raw), byte[].class)).isEqualTo(raw);
        assertThat(InputConverter.convert(new Data.Bytes(raw), String.class)).isEqualTo("{\"a\":1}");
        assertThat(InputConverter.convert(new Data.Bytes(raw), Map.class)).isEqualTo(Map.of("a", 1.0));
    }

    @Test
    void results_are_encoded_by_their_class() {
        assertThat(OutputConverter.convert(null)).isInstanceOf(Data.Nothing.class);
        assertThat(OutputConverter.convert("a")).isEqualTo(new Data.Text("a"));
        assertThat(OutputConverter.convert((short) 3)).isEqualTo(new Data.Whole(3));
        assertThat(OutputConverter.convert(1.5f)).isEqualTo(new Data.Real(1.5));
        assertThat(OutputConverter.convert(true)).isEqualTo(new Data.Json("true"));
        assertThat(OutputConverter.convert(Map.of("a", 1))).isEqualTo(new Data.Json("{\"a\":1}"));
    }

    private static Object text(String text, java.lang.reflect.Type target) {
        return InputConverter.convert(new Data.Text(text), target);
    }
}
