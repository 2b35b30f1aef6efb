package io.meilibridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TableNameTest {

    @Test
    void both_parts_are_quoted_for_sql() {
        assertThat(new TableName("public", "Order").quoted()).isEqualTo("\"public\".\"Order\"");
    }

    @Test
    void quotes_inside_are_doubled() {
        assertThat(new TableName("a\"b", "\"; DROP TABLE x; --").quoted())
                .isEqualTo("\"a\"\"b\".\"\"\"; DROP TABLE x; --\"");
        assertThat(TableName.quote("\"")).isEqualTo("\"\"\"\"");
    }

    @Test
    void a_dot_inside_stays_in_its_part() {
        assertThat(new TableName("a.b", "c").quoted()).isEqualTo("\"a.b\".\"c\"");
        assertThat(new TableName("a.b", "c")).isNotEqualTo(new TableName("a", "b.c"));
    }

    @Test
    void order_is_by_schema_then_by_name() {
        TableName first = new TableName("a", "z");
        TableName second = new TableName("b", "a");
        TableName third = new TableName("b", "b");

        assertThat(Stream.of(third, second, first).sorted())
                .isEqualTo(List.of(first, second, third));
    }
}
