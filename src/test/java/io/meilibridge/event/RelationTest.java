package io.meilibridge.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RelationTest {

    private static final Column ID = new Column("id", ColumnType.builtIn(23), -1, true);
    private static final Column NAME = new Column("name", ColumnType.builtIn(25), -1, false);

    @Test
    void a_column_is_found_by_its_exact_name() {
        Relation relation = relation(List.of(ID, NAME));

        assertThat(relation.indexOf("name")).isEqualTo(1);
        assertThat(relation.indexOf("Name")).isEqualTo(-1);
    }

    @Test
    void columns_cannot_be_changed_afterwards() {
        List<Column> columns = new ArrayList<>(List.of(ID));
        Relation relation = relation(columns);
        columns.add(NAME);

        assertThat(relation.columns()).containsExactly(ID);
        assertThatThrownBy(() -> relation.columns().add(NAME))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void its_oid_is_shown_unsigned() {
        assertThat(relation(List.of())).hasToString("4294967295 (public.t)");
    }

    private static Relation relation(List<Column> columns) {
        return new Relation(-1, new TableName("public", "t"), ReplicaIdentity.DEFAULT, columns);
    }
}
