package io.meilibridge.pgtype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TypeCodecsTest {

    @ParameterizedTest
    @CsvSource({
        "16, BOOLEAN",
        "23, INTEGER",
        "1700, NUMBER",
        "790, NUMBER",
        "25, TEXT",
        "18, TEXT",
        "2950, UUID",
        "17, BYTES",
        "1082, DATE",
        "1266, TIME",
        "1114, TIMESTAMP",
        "1184, TIMESTAMPTZ",
        "1186, INTERVAL",
        "3802, JSON",
        "1007, ARRAY",
        "3904, OTHER",
        "9999, TEXT"
    })
    void built_in_types_are_known_by_their_oid(int oid, ValueFamily family) {
        TypeCodec codec = TypeCodecs.of(ColumnType.builtIn(oid), TypeOptions.DEFAULTS);
        assertThat(codec.family()).isEqualTo(family);
    }

    @ParameterizedTest
    @CsvSource({
        "pg_catalog, int4, INTEGER, true",
        "pg_catalog, _int4, ARRAY, true",
        "pg_catalog, never_seen, TEXT, false",
        "public, int4, TEXT, false",
        "extensions, hstore, JSON, true",
        "public, citext, TEXT, true",
        "public, vector, ARRAY, false",
        "public, mood, TEXT, false",
        "public, _mood, ARRAY, false",
        "public, _hstore, ARRAY, true"
    })
    void other_types_are_known_by_their_name(
            String schema, String name, ValueFamily family, boolean binary) {
        ColumnType type = new ColumnType(20_000, schema, name);
        assertThat(TypeCodecs.of(type, TypeOptions.DEFAULTS).family()).isEqualTo(family);
        assertThat(TypeCodecs.supportsBinary(type)).isEqualTo(binary);
    }

    @Test
    void binary_support_of_an_array_is_that_of_its_items() {
        assertThat(TypeCodecs.supportsBinary(ColumnType.builtIn(1007))).isTrue();
        assertThat(TypeCodecs.supportsBinary(ColumnType.builtIn(3643))).isFalse();
        assertThat(TypeCodecs.supportsBinary(ColumnType.builtIn(4191))).isFalse();
    }

    @Test
    void null_is_null() {
        Row row = Row.ofText(Collections.singletonList(null));
        assertThat(Values.json(Values.codec("int4"), row)).isEqualTo("null");
    }

    @ParameterizedTest
    @EnumSource(
            value = ValueKind.class,
            names = {"UNCHANGED", "ABSENT"})
    void a_value_that_is_not_known_is_never_taken_for_null(ValueKind kind) {
        Row row = new Row(new byte[0], new int[] {kind.tag(), 0, 0});
        TypeCodec codec = Values.codec("int4");
        assertThatIllegalStateException().isThrownBy(() -> Values.json(codec, row));
        assertThatIllegalStateException().isThrownBy(() -> codec.text(row, 0));
        assertThatIllegalStateException().isThrownBy(() -> codec.number(row, 0));
    }

    @Test
    void only_numbers_have_a_number() {
        assertThat(Values.codec("text").number(Values.text("12"), 0)).isNull();
        assertThat(Values.codec("float8").number(Values.text("1e+22"), 0)).isEqualTo("1E+22");
    }

    @Test
    void an_output_grows_and_starts_again() {
        JsonOutput out = new JsonOutput(0);
        out.openObject();
        for (int i = 0; i < 1000; i++) {
            out.number(-1_000_000_007L * i);
        }
        int size = out.size();
        out.string("é\n");
        assertThat(out.slice(size)).isEqualTo("\"é\\n\"".getBytes(StandardCharsets.UTF_8));
        assertThat(out.depth()).isEqualTo(2);
        out.truncate(1);
        assertThat(out.size()).isEqualTo(1);
        assertThat(out.depth()).isEqualTo(1);
        byte[] behind = out.bytes();
        assertThat(out.take(64)).isSameAs(behind);
        assertThat(out.size()).isZero();
        assertThat(out.bytes()).hasSize(64);
    }

    @Test
    void every_number_of_digits_is_written_whole() {
        JsonOutput out = new JsonOutput(16);
        long value = 1;
        for (int digits = 1; digits <= 19; digits++) {
            for (long near :
                    new long[] {value - 1, value, -value, Long.MAX_VALUE, Long.MIN_VALUE}) {
                out.reset();
                out.number(near);
                assertThat(new String(out.slice(0), StandardCharsets.UTF_8))
                        .isEqualTo(Long.toString(near));
            }
            value *= 10;
        }
    }
}
