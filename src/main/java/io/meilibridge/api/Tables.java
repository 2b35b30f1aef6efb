package io.meilibridge.api;

import io.meilibridge.event.Operation;
import io.meilibridge.event.TableName;
import io.meilibridge.telemetry.capture.Wanted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tables and operations as requests name them.
final class Tables {

    private static final Pattern COMMA = Pattern.compile(",");

    private Tables() {}

    /// @param text with its schema, or of `public`
    static TableName named(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw ApiException.unusable("'table'", "expected schema.table, got none");
        }
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName("public", text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    static Wanted wanted(
            @Nullable List<@Nullable String> tables, @Nullable List<@Nullable String> operations) {
        Set<TableName> names = new HashSet<>();
        if (tables != null) {
            tables.forEach(table -> names.add(named(table)));
        }
        Set<Operation> kinds = EnumSet.noneOf(Operation.class);
        if (operations != null) {
            operations.forEach(operation -> kinds.add(operation(operation)));
        }
        return new Wanted(names, kinds);
    }

    /// @param list parted by commas; null for none
    static @Nullable List<@Nullable String> parts(@Nullable String list) {
        return list == null || list.isBlank()
                ? null
                : new ArrayList<>(COMMA.splitAsStream(list).map(String::strip).toList());
    }

    private static Operation operation(@Nullable String text) {
        String word = text == null ? "" : text.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "insert", "create" -> Operation.INSERT;
            case "update" -> Operation.UPDATE;
            case "delete" -> Operation.DELETE;
            case "truncate" -> Operation.TRUNCATE;
            default ->
                    throw ApiException.unusable(
                            "'event_types'", "expected insert, update, delete or truncate");
        };
    }
}
