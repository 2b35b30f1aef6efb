package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import java.util.List;

/// Keys as SQL: a list that a table is joined with. Its column `place` counts the keys from 0.
final class KeyList {

    private KeyList() {}

    /// `FROM (VALUES …) k (place, k0, …) JOIN table t ON …`.
    ///
    /// @param table a quoted name, or a query in parentheses
    /// @param columns of the key, with `types` as SQL writes them: an index on them is used
    /// @param keys the parts' texts
    static String joined(
            String table, List<String> columns, List<String> types, List<List<String>> keys) {
        StringBuilder sql = new StringBuilder(" FROM (VALUES ");
        for (int place = 0; place < keys.size(); place++) {
            append(sql, place, keys.get(place), types);
        }
        sql.append(") k (place");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(", k").append(i);
        }
        sql.append(") JOIN ").append(table).append(" t ON true");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(" AND t.").append(TableName.quote(columns.get(i)));
            sql.append(" = k.k").append(i);
        }
        return sql.toString();
    }

    /// The first row's casts give the columns of VALUES their types.
    private static void append(StringBuilder sql, int place, List<String> key, List<String> types) {
        if (key.size() != types.size()) {
            throw new IllegalArgumentException(
                    "A key of " + key.size() + " parts for " + types.size());
        }
        sql.append(place == 0 ? "(" : ", (").append(place);
        for (int i = 0; i < key.size(); i++) {
            sql.append(", ").append(Sql.literal(key.get(i)));
            if (place == 0) {
                sql.append("::").append(types.get(i));
            }
        }
        sql.append(')');
    }
}
