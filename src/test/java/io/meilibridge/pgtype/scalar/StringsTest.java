package io.meilibridge.pgtype.scalar;

import static io.meilibridge.pgtype.Values.binary;
import static io.meilibridge.pgtype.Values.codec;
import static io.meilibridge.pgtype.Values.json;
import static io.meilibridge.pgtype.Values.jsonOfBinary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringsTest {

    @Test
    void escapes_stand_where_json_needs_them_whatever_their_place_in_the_text() {
        for (String special : new String[] {"\"", "\\", "\n", "\r", "\u0001", "é", "日", "😀"}) {
            String escaped =
                    switch (special) {
                        case "\"" -> "\\\"";
                        case "\\" -> "\\\\";
                        case "\n" -> "\\n";
                        case "\r" -> "\\r";
                        case "\u0001" -> "\\u0001";
                        default -> special;
                    };
            for (int before = 0; before < 20; before++) {
                String text = "a".repeat(before) + special + "z~\u007f !#[]".repeat(before % 3);
                String expected = '"' + text.replace(special, escaped) + '"';
                assertThat(json("text", text)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "80",
                "c0af",
                "c1bf",
                "c3",
                "e0809f",
                "eda080",
                "edbfbf",
                "f0808080",
                "f4908080",
                "f5808080",
                "e282",
                "f09f98",
                "6161616161616161c3",
                "c328",
                "e28228"
            })
    void bytes_that_are_not_utf_8_are_refused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Row row = new Row(bytes, new int[] {ValueKind.TEXT.tag(), 0, bytes.length});
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> json(codec("text"), row))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNMAPPABLE_VALUE))
                .withMessageContaining("UTF-8");
    }

    @Test
    void blanks_at_the_end_stay() {
        assertThat(json("bpchar", "ab    ")).isEqualTo("\"ab    \"");
    }

    @Test
    void bytea_is_hex_digits_without_a_prefix_but_prints_with_one() {
        assertThat(json("bytea", "\\x00ff")).isEqualTo("\"00ff\"");
        assertThat(jsonOfBinary("bytea", "00ff")).isEqualTo("\"00ff\"");
        assertThat(codec("bytea").text(binary("00ff"), 0)).isEqualTo("\\x00ff");
        assertThat(jsonOfBinary("bytea", "")).isEqualTo("\"\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uuid | a0eebc999c0b4ef8bb6d6bb9bd380a11 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "inet | 02 20 00 04 c0a80001 | 192.168.0.1",
                "inet | 02 18 00 04 c0a80001 | 192.168.0.1/24",
                "cidr | 02 08 01 04 0a000000 | 10.0.0.0/8",
                "inet | 03 80 00 10 00000000000000000000ffff01020304 | ::ffff:1.2.3.4",
                "inet | 03 40 00 10 20010db8000000000000000000000001 | 2001:db8::1/64",
                "macaddr | 08002b010203 | 08:00:2b:01:02:03",
                "pg_lsn | 00000016b374d848 | 16/B374D848",
                "tid | ffffffff ffff | (4294967295,65535)",
                "varbit | 00000003 a0 | 101",
                "char | 61 | a",
                "char | 80 | \\200",
                "point | 3ff0000000000000 c000000000000000 | (1,-2)",
                "line | 3ff0000000000000 3ff0000000000000 7ff8000000000000 | {1,1,NaN}",
                "path | 00 00000001 3ff0000000000000 3ff0000000000000 | [(1,1)]"
            })
    void binary_forms_print_as_postgresql_prints_them(String type, String hex, String expected) {
        assertThat(codec(type).text(binary(hex), 0)).isEqualTo(expected);
        String escaped = expected.replace("\\", "\\\\");
        assertThat(jsonOfBinary(type, hex)).isEqualTo('"' + escaped + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "inet, 0220000401",
        "inet, 04200004c0a80001",
        "inet, 02210004c0a80001",
        "inet, 03800004c0a80001",
        "macaddr, 00",
        "varbit, 00000009ff",
        "varbit, ffffffff",
        "path, 017fffffff",
        "polygon, 00000002",
        "pg_lsn, 00",
        "tid, 000000000000ff"
    })
    void binary_forms_that_do_not_add_up_are_refused(String type, String hex) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> jsonOfBinary(type, hex));
    }

    @Test
    void types_that_are_known_by_their_text_only_refuse_the_binary_form() {
        for (String type : new String[] {"regclass", "tsvector", "mood", "vector", "geometry"}) {
            assertThat(codec(type).readsBinary()).isFalse();
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> jsonOfBinary(type, "00000001"))
                    .withMessageContaining("binary");
        }
    }
}
