package io.meilibridge.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowTest {

    private static final byte[] BYTES = "--one-two--".getBytes(StandardCharsets.UTF_8);
    private static final int TEXT = ValueKind.TEXT.tag();
    private static final int BINARY = ValueKind.BINARY.tag();
    private static final int NULL = ValueKind.NULL.tag();
    private static final int UNCHANGED = ValueKind.UNCHANGED.tag();
    private static final int ABSENT = ValueKind.ABSENT.tag();

    @Test
    void is_a_view_that_copies_nothing() {
        Row row = new Row(BYTES, new int[] {TEXT, 2, 3, BINARY, 6, 3, NULL, 0, 0});

        assertThat(row.bytes()).isSameAs(BYTES);
        assertThat(row.columnCount()).isEqualTo(3);
        assertThat(row.text(0)).isEqualTo("one");
        assertThat(row.start(1)).isEqualTo(6);
        assertThat(row.length(1)).isEqualTo(3);
        assertThat(row.valueBytes()).isEqualTo(6);
    }

    @Test
    void a_layout_comes_in_threes() {
        assertThatThrownBy(() -> new Row(BYTES, new int[4]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void each_kind_is_told_and_only_values_and_null_are_known() {
        Row row =
                new Row(
                        BYTES,
                        new int[] {
                            TEXT, 0, 0, BINARY, 0, 0, NULL, 0, 0, UNCHANGED, 0, 0, ABSENT, 0, 0
                        });

        assertThat(List.of(row.kind(0), row.kind(1), row.kind(2), row.kind(3), row.kind(4)))
                .containsExactly(
                        ValueKind.TEXT,
                        ValueKind.BINARY,
                        ValueKind.NULL,
                        ValueKind.UNCHANGED,
                        ValueKind.ABSENT);
        assertThat(
                        List.of(
                                row.isKnown(0),
                                row.isKnown(1),
                                row.isKnown(2),
                                row.isKnown(3),
                                row.isKnown(4)))
                .containsExactly(true, true, true, false, false);
    }

    @Test
    void a_column_past_the_end_is_absent() {
        Row row = Row.ofText(List.of("a"));

        assertThat(row.kind(1)).isEqualTo(ValueKind.ABSENT);
        assertThat(row.isKnown(1)).isFalse();
    }

    @Test
    void text_rows_tell_null_from_empty() {
        Row row = Row.ofText(Arrays.asList("é", null, ""));

        assertThat(row.text(0)).isEqualTo("é");
        assertThat(row.kind(1)).isEqualTo(ValueKind.NULL);
        assertThat(row.kind(2)).isEqualTo(ValueKind.TEXT);
        assertThat(row.text(2)).isEmpty();
    }

    @Test
    void filling_takes_only_what_is_unknown_from_what_is_known() {
        Row row =
                new Row(
                        BYTES,
                        new int[] {
                            TEXT, 2, 3, UNCHANGED, 0, 0, NULL, 0, 0, ABSENT, 0, 0, UNCHANGED, 0, 0
                        });
        byte[] oldBytes = "abcdef".getBytes(StandardCharsets.UTF_8);
        Row old =
                new Row(
                        oldBytes,
                        new int[] {TEXT, 0, 1, TEXT, 1, 2, TEXT, 3, 1, NULL, 0, 0, ABSENT, 0, 0});

        Row filled = row.filledFrom(old);

        assertThat(filled.text(0)).isEqualTo("one");
        assertThat(filled.text(1)).isEqualTo("bc");
        assertThat(filled.kind(2)).isEqualTo(ValueKind.NULL);
        assertThat(filled.kind(3)).isEqualTo(ValueKind.NULL);
        assertThat(filled.kind(4)).isEqualTo(ValueKind.UNCHANGED);
        assertThat(filled.valueBytes()).isEqualTo(5);
    }

    @Test
    void filling_keeps_binary_values_binary() {
        Row row = new Row(BYTES, new int[] {UNCHANGED, 0, 0});
        Row old = new Row(BYTES, new int[] {BINARY, 6, 3});

        Row filled = row.filledFrom(old);

        assertThat(filled.kind(0)).isEqualTo(ValueKind.BINARY);
        assertThat(filled.text(0)).isEqualTo("two");
    }

    @Test
    void filling_leaves_both_rows_as_they_were() {
        byte[] bytes = BYTES.clone();
        Row row = new Row(bytes, new int[] {UNCHANGED, 0, 0});

        Row filled = row.filledFrom(Row.ofText(List.of("x")));

        assertThat(filled).isNotSameAs(row);
        assertThat(row.kind(0)).isEqualTo(ValueKind.UNCHANGED);
        assertThat(bytes).isEqualTo(BYTES);
    }

    @Test
    void filling_from_a_shorter_row_leaves_the_rest_unknown() {
        Row row = new Row(BYTES, new int[] {UNCHANGED, 0, 0, UNCHANGED, 0, 0});

        Row filled = row.filledFrom(Row.ofText(List.of("x")));

        assertThat(filled.text(0)).isEqualTo("x");
        assertThat(filled.kind(1)).isEqualTo(ValueKind.UNCHANGED);
    }

    @Test
    void its_text_holds_no_values() {
        Row row = new Row(BYTES, new int[] {TEXT, 2, 3, UNCHANGED, 0, 0});

        assertThat(row).hasToString("Row[TEXT, UNCHANGED]");
    }
}
