package io.meilibridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.DecodeException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return CopiedRow.of(line.getBytes(StandardCharsets.UTF_8), columns);
    }
}
