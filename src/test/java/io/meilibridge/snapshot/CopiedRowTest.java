package io.meilibridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopiedRowTest {

    @Test
    void columns_are_parted_by_tabs() {
        Row row = row("7\tSKU-1\t\thé日本\n", 4);

        assertThat(row.text(0)).isEqualTo("7");
        assertThat(row.text(1)).isEqualTo("SKU-1");
        assertThat(row.text(2)).isEmpty();
        assertThat(row.text(3)).isEqualTo("hé日本");
        assertThat(row.columnCount()).isEqualTo(4);
    }

    @Test
    void null_is_not_the_text_that_looks_like_it() {
        Row row = row("\\N\t\\\\N\tN\t\\N\n", 4);

        assertThat(row.kind(0)).isEqualTo(ValueKind.NULL);
        assertThat(row.text(1)).isEqualTo("\\N");
        assertThat(row.text(2)).isEqualTo("N");
        assertThat(row.kind(3)).isEqualTo(ValueKind.NULL);
    }

    @Test
    void escaped_characters_are_themselves_again() {
        Row row = row("a\\tb\\nc\\\\d\\re\\bf\\fg\\vh\tplain\n", 2);

        assertThat(row.text(0)).isEqualTo("a\tb\nc\\d\re\bf\fg\u000bh");
        assertThat(row.text(1)).isEqualTo("plain");
    }

    @Test
    void a_row_of_one_empty_column_is_an_empty_line() {
        Row row = row("\n", 1);

        assertThat(row.text(0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'1\t2\n', 3", "'1\t2\n', 1", "'1\t2', 2", "'', 1", "'1\\\n', 1"})
    void a_line_of_another_shape_is_refused(String line, int columns) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> row(line, columns));
    }

    private static Row row(String line, int columns) {
        return CopiedRow.ofText(line.getBytes(StandardCharsets.UTF_8), columns);
    }

    @Test
    void a_binary_row_has_lengths_in_front_of_its_values() {
        Row row = present(binary("0003 00000002 6869 FFFFFFFF 00000000", 3));

        assertThat(row.kind(0)).isEqualTo(ValueKind.BINARY);
        assertThat(new String(row.bytes(), row.start(0), 2, StandardCharsets.UTF_8))
                .isEqualTo("hi");
        assertThat(row.length(0)).isEqualTo(2);
        assertThat(row.kind(1)).isEqualTo(ValueKind.NULL);
        assertThat(row.kind(2)).isEqualTo(ValueKind.BINARY);
        assertThat(row.length(2)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00000003 010203"})
    void the_first_binary_row_follows_the_header(String extension) {
        String header = "5047434F50590AFF0D0A00 00000000" + extension;

        Row row = present(binary(header + "0001 00000001 41", 1));

        assertThat(row.bytes()[row.start(0)]).isEqualTo((byte) 'A');
        assertThat(binary(header + "FFFF", 1)).isNull();
        assertThat(binary("FFFF", 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0002 00000001 41",
                "0001 0000",
                "0001 00000002 41",
                "0001 FFFFFFFE 41",
                "0001 00000001 41 00",
                "FFFF 00",
                "5047434F50590AFF0D0A00 0000",
                "5047434F50590AFF0D0A00 00000000 7FFFFFFF FFFF",
            })
    void a_message_of_another_shape_is_refused(String hex) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> binary(hex, 1));
    }

    private static @Nullable Row binary(String hex, int columns) {
        return CopiedRow.ofBinary(HexFormat.of().parseHex(hex.replace(" ", "")), columns);
    }

    private static Row present(@Nullable Row row) {
        assertThat(row).isNotNull();
        return Objects.requireNonNull(row);
    }
}
