package io.meilibridge.pgtype.nested;

import static io.meilibridge.pgtype.Values.binary;
import static io.meilibridge.pgtype.Values.codec;
import static io.meilibridge.pgtype.Values.json;
import static io.meilibridge.pgtype.Values.jsonOfBinary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.fault.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int4[] | {} | []",
                "int4[] | {1,NULL,-3} | [1,null,-3]",
                "int4[] | {{1,2},{3,4}} | [[1,2],[3,4]]",
                "int4[] | [0:2]={1,2,3} | [1,2,3]",
                "int4[] | [-1:0][2:2]={{1},{2}} | [[1],[2]]",
                "bool[] | {t,f} | [true,false]",
                "text[] | {a,\"b \\\"c\\\" \\\\\",\"NULL\",null,NULL,\"\"} |"
                        + " [\"a\",\"b \\\"c\\\" \\\\\",\"NULL\",\"null\",null,\"\"]",
                "box[] | {(3,4),(1,2);(7,8),(5,6)} | [\"(3,4),(1,2)\",\"(7,8),(5,6)\"]",
                "jsonb[] | {\"{\\\"a\\\": [1, null]}\",NULL} | [{\"a\":[1,null]},null]",
                "timestamptz[] | {\"2024-01-31 13:37:00+00\"} | [\"2024-01-31T13:37:00Z\"]",
                "numeric[] | {NaN,1.50} | [null,1.50]",
                "mood[] | {sad,\"so so\"} | [\"sad\",\"so so\"]",
                "mood[] | (1,2) | \"(1,2)\"",
                "hstore[] | {\"\\\"a\\\"=>\\\"1\\\"\"} | [{\"a\":\"1\"}]",
                "geometry[] | {0101:0102} | [\"0101\",\"0102\"]",
                "vector | [1,-2.5,3e-05] | [1,-2.5,3e-05]",
                "vector | other | \"other\"",
                "halfvec[] | {\"[1,2]\",\"[3,4]\"} | [[1,2],[3,4]]",
                "int2vector | 1 2 | [1,2]",
                "hstore | \"a\"=>\"1\", \"b\"=>NULL, \"c\\\"\"=>\"\" |"
                        + " {\"a\":\"1\",\"b\":null,\"c\\\"\":\"\"}"
            })
    void text_forms_become_nested_json(String type, String value, String expected) {
        assertThat(json(type, value)).isEqualTo(expected);
    }

    @Test
    void a_dimension_without_items_empties_a_binary_array_of_any_length() {
        String header = "00000002" + "00000000" + "00000017";

        String json = jsonOfBinary("int4[]", header + "7fffffff00000001" + "0000000000000001");

        assertThat(json).isEqualTo("[]");
    }

    @Test
    void a_binary_array_of_negative_lengths_is_refused() {
        String header = "00000002" + "00000000" + "00000017";
        String lengths = "ffffffff00000001" + "ffffffff00000001";

        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> jsonOfBinary("int4[]", header + lengths + "00000000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "{1",
                "{1,",
                "{1,}",
                "{,1}",
                "{1}x",
                "{\"1}",
                "{1 }",
                "{{1}",
                "{\\1}",
                "[0:1]",
                "[0:1]=",
                "[x]={1}",
                "{{{{{{{1}}}}}}}",
                "{1;2}",
                "{1\"2\"}"
            })
    void arrays_of_another_form_are_refused(String value) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> json("int4[]", value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int4[] | 00000000 00000000 00000017 | [] | {}",
                "int4[] | 00000001 00000001 00000017 00000002 00000001 00000004 00000007 ffffffff |"
                        + " [7,null] | {7,NULL}",
                "int4[] | 00000001 00000000 00000017 00000001 00000000 00000004 00000007 | [7] |"
                        + " [0:0]={7}",
                "text[] | 00000002 00000000 00000019 00000001 00000001 00000001 00000001 00000004"
                        + " 4e756c6c | [[\"Null\"]] | {{\"Null\"}}",
                "hstore | 00000002 00000001 61 00000001 22 00000001 62 ffffffff |"
                        + " {\"a\":\"\\\"\",\"b\":null} | \"a\"=>\"\\\"\", \"b\"=>NULL",
                "jsonb | 01 7b7d | {} | {}",
                "int4range | 02 00000004 00000001 00000004 00000005 | \"[1,5)\" | [1,5)",
                "int4range | 01 | \"empty\" | empty",
                "int4range | 18 | \"(,)\" | (,)",
                "daterange | 12 00000004 00000000 | \"[2000-01-01,)\" | [2000-01-01,)",
                "int4multirange | 00000001 00000009 0c 00000004 00000005 00 | ! | !",
                "int4multirange | 00000001 00000009 0c 00000004 00000005 | \"{(,5]}\" | {(,5]}"
            })
    void binary_forms_become_the_same(String type, String hex, String expected, String printed) {
        if (expected.equals("!")) {
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> jsonOfBinary(type, hex));
            return;
        }
        assertThat(jsonOfBinary(type, hex)).isEqualTo(expected);
        assertThat(codec(type).text(binary(hex), 0)).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({
        "int4[], 00000001 00000000 00000017 7fffffff 00000001",
        "int4[], 00000007 00000000 00000017",
        "int4[], 00000001 00000000 00000017 ffffffff 00000001",
        "int4[], 00000001 00000000 00000017 00000001 00000001 00000008 00000001",
        "int4[], 00000000 00000000 00000017 00",
        "int4range, 02 00000004 00000001",
        "int4range, ''",
        "int4multirange, 7fffffff",
        "hstore, 7fffffff",
        "hstore, 00000001 00000001 61",
        "jsonb, 02 7b7d",
        "jsonb, ''"
    })
    void binary_forms_that_do_not_add_up_are_refused(String type, String hex) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> jsonOfBinary(type, hex));
    }

    @Test
    void json_is_copied_on_one_line_without_blanks_between_its_tokens() {
        String value =
                " {\"a b\" : [ 1 ,\n\t-2.50e+3, true , false,null ] ,\r\n\"c\\n\": { } , \"a b\":[]} ";
        assertThat(json("json", value))
                .isEqualTo("{\"a b\":[1,-2.50e+3,true,false,null],\"c\\n\":{},\"a b\":[]}");
        assertThat(json("json", "\"\\ud83d\\ude00 \\u00e9 é\""))
                .isEqualTo("\"\\ud83d\\ude00 \\u00e9 é\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "[1]]",
                "nul",
                "True",
                "01",
                "1.",
                "-",
                "\"",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "1 2",
                "{1:2}",
                "[}",
                "\"\\ud83d\\"
            })
    void what_is_not_json_is_refused(String value) {
        assertThatExceptionOfType(PipelineException.class).isThrownBy(() -> json("json", value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "[-1e309]",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800\\ud800\"",
                "{\"\\udc00\":1}",
                "\"\\ud800x\""
            })
    void json_that_meilisearch_cannot_take_is_refused(String value) {
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> json("json", value))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNMAPPABLE_VALUE));
    }

    @Test
    void nesting_is_limited_with_the_documents_own_object_and_arrays_counted() {
        assertThat(json("json", nested(127))).isEqualTo(nested(127));
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> json("json", nested(128)))
                .withMessageContaining("128");
        assertThat(json("json[]", "{\"" + nested(126) + "\"}")).hasSize(254);
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> json("json[]", "{\"" + nested(127) + "\"}"));
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> json("json", nested(100_000)));
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }
}
