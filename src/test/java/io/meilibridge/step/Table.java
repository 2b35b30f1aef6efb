package io.meilibridge.step;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Column;
import io.meilibridge.event.ColumnType;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.OldRow;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.Row;
import io.meilibridge.event.TableName;
import io.meilibridge.event.ValueKind;
import io.meilibridge.step.rule.TaskRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table as tests write one: `Table.of("id int4 key", "name text")`.
public record Table(Relation relation) {

    /// Stands for an unchanged TOAST value in a row.
    public static final String UNCHANGED = "\u0000unchanged";

    /// Stands for a column that the row does not carry.
    public static final String ABSENT = "\u0000absent";

    public static final TableName NAME = new TableName("public", "products");

    public static Table of(String... columns) {
        return of(ReplicaIdentity.DEFAULT, columns);
    }

    public static Table of(ReplicaIdentity identity, String... columns) {
        List<Column> parsed = new ArrayList<>();
        for (String column : columns) {
            String[] words = column.split(" ", -1);
            boolean key = words.length > 2 || identity == ReplicaIdentity.FULL;
            parsed.add(new Column(words[0], type(words[1]), -1, key));
        }
        return new Table(new Relation(16412, NAME, identity, parsed));
    }

    private static ColumnType type(String name) {
        return switch (name) {
            case "bool" -> ColumnType.builtIn(16);
            case "int8" -> ColumnType.builtIn(20);
            case "int2" -> ColumnType.builtIn(21);
            case "int4" -> ColumnType.builtIn(23);
            case "text" -> ColumnType.builtIn(25);
            case "json" -> ColumnType.builtIn(114);
            case "point" -> ColumnType.builtIn(600);
            case "float8" -> ColumnType.builtIn(701);
            case "text[]" -> ColumnType.builtIn(1009);
            case "date" -> ColumnType.builtIn(1082);
            case "time" -> ColumnType.builtIn(1083);
            case "timestamp" -> ColumnType.builtIn(1114);
            case "timestamptz" -> ColumnType.builtIn(1184);
            case "interval" -> ColumnType.builtIn(1186);
            case "numeric" -> ColumnType.builtIn(1700);
            case "uuid" -> ColumnType.builtIn(2950);
            case "vector" -> new ColumnType(90001, "public", "vector");
            case "geography" -> new ColumnType(90002, "public", "geography");
            case "domain_int8" -> new ColumnType(90003, "pg_catalog", "int8");
            default -> throw new IllegalArgumentException(name);
        };
    }

    public TaskRules rules() {
        return TaskRules.of("products", NAME);
    }

    public Row row(@Nullable String... values) {
        List<@Nullable String> texts = new ArrayList<>();
        for (String value : values) {
            texts.add(UNCHANGED.equals(value) || ABSENT.equals(value) ? "" : value);
        }
        Row text = Row.ofText(texts);
        int[] layout = new int[3 * values.length];
        for (int i = 0; i < values.length; i++) {
            ValueKind kind =
                    UNCHANGED.equals(values[i])
                            ? ValueKind.UNCHANGED
                            : ABSENT.equals(values[i]) ? ValueKind.ABSENT : text.kind(i);
            layout[3 * i] = kind.tag();
            layout[3 * i + 1] = text.start(i);
            layout[3 * i + 2] = text.length(i);
        }
        return new Row(text.bytes(), layout);
    }

    public static Position at(long ordinal) {
        return new Position(new Lsn(0x16B3748), ordinal);
    }

    public ChangeEvent read(@Nullable String... values) {
        return new ChangeEvent.Read(relation, at(0), row(values), false);
    }

    public ChangeEvent insert(@Nullable String... values) {
        return new ChangeEvent.Insert(relation, at(0), row(values));
    }

    public ChangeEvent update(@Nullable String... values) {
        return new ChangeEvent.Update(relation, at(0), null, row(values));
    }

    public ChangeEvent update(OldRow old, @Nullable String... values) {
        return new ChangeEvent.Update(relation, at(0), old, row(values));
    }

    public ChangeEvent delete(@Nullable String... key) {
        return new ChangeEvent.Delete(relation, at(0), key(key));
    }

    public ChangeEvent truncate() {
        return new ChangeEvent.Truncate(relation, at(0));
    }

    public OldRow key(@Nullable String... values) {
        return new OldRow.Key(row(values));
    }

    public OldRow full(@Nullable String... values) {
        return new OldRow.Full(row(values));
    }
}
