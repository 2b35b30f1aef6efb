package io.meilibridge.pgtype.scalar;

import static io.meilibridge.pgtype.Values.binary;
import static io.meilibridge.pgtype.Values.codec;
import static io.meilibridge.pgtype.Values.json;
import static io.meilibridge.pgtype.Values.jsonOfBinary;
import static io.meilibridge.pgtype.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.NumericForm;
import io.meilibridge.pgtype.TimestampForm;
import io.meilibridge.pgtype.TypeOptions;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    private static final TypeOptions AS_STRING =
            new TypeOptions(NumericForm.STRING, TimestampForm.ISO8601);

    @Test
    void booleans_are_booleans() {
        assertThat(json("bool", "t")).isEqualTo("true");
        assertThat(jsonOfBinary("bool", "00")).isEqualTo("false");
    }

    @Test
    void whole_numbers_are_exact() {
        assertThat(json("int8", "-9223372036854775808")).isEqualTo("-9223372036854775808");
        assertThat(jsonOfBinary("int8", "8000000000000000")).isEqualTo("-9223372036854775808");
        assertThat(jsonOfBinary("int2", "ffff")).isEqualTo("-1");
        assertThat(jsonOfBinary("oid", "ffffffff")).isEqualTo("4294967295");
        assertThat(jsonOfBinary("xid8", "ffffffffffffffff")).isEqualTo("18446744073709551615");
        assertThat(codec("int8").number(text("9223372036854775807"), 0))
                .isEqualTo(new BigDecimal("9223372036854775807"));
    }

    @ParameterizedTest
    @CsvSource({
        "bool, true",
        "bool, ''",
        "int4, ''",
        "int4, -",
        "int4, 01",
        "int4, +1",
        "int4, 1.0",
        "int8, 111111111111111111111",
        "float8, 1.",
        "float8, .5",
        "float8, nan",
        "float8, 0x1",
        "numeric, 1e",
        "numeric, '1 '",
        "numeric, -",
        "bytea, 00",
        "bytea, \\x0",
        "bytea, \\xAG"
    })
    void text_of_another_form_is_refused(String type, String value) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> json(type, value));
    }

    @ParameterizedTest
    @CsvSource({
        "bool, ''",
        "bool, 02",
        "int4, 0001",
        "int8, 00000001",
        "float8, 00",
        "numeric, 0001",
        "numeric, 0001000000000000",
        "numeric, 00010000000000002711",
        "numeric, 0000000012340000",
        "money, 00",
        "uuid, 00"
    })
    void binary_of_another_form_is_refused(String type, String hex) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> jsonOfBinary(type, hex));
    }

    @ParameterizedTest
    @CsvSource({
        "4b189680, 1e+07",
        "3dcccccd, 0.1",
        "00000001, 1e-45",
        "80000000, -0",
        "4c000000, 3.3554432e+07",
        "7f7fffff, 3.4028235e+38",
        "461c4000, 10000"
    })
    void float4_has_postgresqls_shortest_digits(String hex, String expected) {
        assertThat(jsonOfBinary("float4", hex)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "44b52d02c7e14af6, 9.999999999999999e+22",
        "430c6bf526340000, 1e+15",
        "42dc12218377de40, 123456789012345",
        "3f1a36e2eb1c432d, 0.0001",
        "3ee4f8b588e368f1, 1e-05",
        "0000000000000001, 5e-324",
        "8000000000000000, -0",
        "7fefffffffffffff, 1.7976931348623157e+308"
    })
    void float8_has_postgresqls_shortest_digits(String hex, String expected) {
        assertThat(jsonOfBinary("float8", hex)).isEqualTo(expected);
    }

    @Test
    void what_json_has_no_number_for_is_null_and_counted() {
        JsonOutput out = new JsonOutput(16);
        codec("float8").write(text("NaN"), 0, out);
        codec("float4").write(binary("7f800000"), 0, out);
        codec("numeric").write(text("-Infinity"), 0, out);
        codec("numeric", AS_STRING).write(binary("00000000c0000000"), 0, out);
        assertThat(new String(out.slice(0), StandardCharsets.UTF_8)).isEqualTo("nullnullnullnull");
        assertThat(out.nulledValues()).isEqualTo(4);
        assertThat(codec("numeric").number(text("NaN"), 0)).isNull();
    }

    @Test
    void numeric_keeps_the_digits_as_they_are_printed() {
        String digits = "-12345678901234567890.1234567890000";
        assertThat(json("numeric", digits)).isEqualTo(digits);
        assertThat(json(codec("numeric", AS_STRING), text(digits))).isEqualTo('"' + digits + '"');
        assertThat(codec("numeric").number(text(digits), 0)).isEqualTo(new BigDecimal(digits));
        assertThat(jsonOfBinary("numeric", "0003 0000 4000 0005 0001 07d0 03e8"))
                .isEqualTo("-1.20001");
        assertThat(jsonOfBinary("numeric", "0001 0002 0000 0000 0001")).isEqualTo("100000000");
        assertThat(jsonOfBinary("numeric", "0001 ffff 0000 0002 09c4")).isEqualTo("0.25");
    }

    @Test
    void numbers_beyond_double_are_refused_unless_written_as_strings() {
        String digits = "1" + "0".repeat(400);
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> json("numeric", digits))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNMAPPABLE_VALUE))
                .withMessageContaining("numeric")
                .withMessageNotContaining("000");
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> jsonOfBinary("numeric", "0001 0064 0000 0000 0001"));
        assertThat(json(codec("numeric", AS_STRING), text(digits))).hasSize(403);
        assertThat(json("numeric", "9" + "0".repeat(300) + ".5")).hasSize(303);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$1,234.56 | 1234.56",
                "-$1.00 | -1.00",
                "($1.00) | -1.00",
                "$-1.00 | -1.00",
                "1.234,56 € | 1234.56",
                "−1 234,56 kr | -1234.56",
                "CHF 1'234.50 | 1234.50",
                "₹12,34,567.89 | 1234567.89",
                "$0.05 | 0.05",
                "¥1,234 | \"¥1,234\"",
                "1.234 | \"1.234\"",
                "1.234,567 | \"1.234,567\"",
                "1.234.56 | \"1.234.56\"",
                "$ | \"$\""
            })
    void money_is_a_number_where_the_text_allows_it(String value, String expected) {
        assertThat(json("money", value)).isEqualTo(expected);
    }

    @Test
    void binary_money_is_taken_for_hundredths() {
        assertThat(jsonOfBinary("money", "ffffffffffffffff")).isEqualTo("-0.01");
        assertThat(jsonOfBinary("money", "8000000000000000")).isEqualTo("-92233720368547758.08");
        assertThat(codec("money").number(binary("0000000000000064"), 0)).isEqualTo("1.00");
        assertThat(codec("money").number(text("¥1,234"), 0)).isNull();
    }
}
