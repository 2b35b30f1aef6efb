package io.meilibridge.replication;

import io.meilibridge.event.ColumnType;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import io.meilibridge.replication.TableState.Kind;
import io.meilibridge.replication.TableState.Part;
import io.meilibridge.replication.TableState.TableColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts together what the catalog says of one table.
final class TableInspector {

    /// The server announces types from this OID on by name: PostgreSQL source, access/transam.h,
    /// FirstGenbkiObjectId.
    private static final int FIRST_ANNOUNCED_TYPE = 10_000;

    private static final String TABLE =
            """
            SELECT c.oid::int8, c.relkind, c.relpersistence, c.relreplident,
                   c.relrowsecurity AND pg_catalog.row_security_active(c.oid) AS hidden,
                   EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhparent = c.oid) AS parent,
                   r.relname AS root, rn.nspname AS root_schema
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_class r
                ON c.relispartition AND r.oid = pg_catalog.pg_partition_root(c.oid)
              LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
             WHERE n.nspname = %s AND c.relname = %s
            """;

    private static final String COLUMNS =
            """
            WITH RECURSIVE base (typed, oid) AS (
                SELECT a.attnum, a.atttypid FROM pg_catalog.pg_attribute a
                 WHERE a.attrelid = %1$s AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT b.typed, t.typbasetype FROM base b
                  JOIN pg_catalog.pg_type t ON t.oid = b.oid AND t.typtype = 'd')
            SELECT a.attname, a.atttypid::int8, a.atttypmod, a.attnotnull,
                   a.attgenerated <> '' AS generated,
                   pg_catalog.format_type(a.atttypid, a.atttypmod) AS sql_type,
                   pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
                     AND pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AS readable,
                   t.typname, n.nspname AS typschema
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
              JOIN base b ON b.typed = a.attnum
              JOIN pg_catalog.pg_type t ON t.oid = b.oid AND t.typtype <> 'd'
              JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
             WHERE a.attrelid = %1$s ORDER BY a.attnum
            """;

    /// Only indexes that make rows distinct at each moment: no predicate, no expression, valid, not
    /// deferrable.
    private static final String UNIQUE_INDEXES =
            """
            SELECT i.indisprimary, i.indisreplident, ARRAY(
                       SELECT a.attname::text
                         FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k (num, place)
                         JOIN pg_catalog.pg_attribute a
                           ON a.attrelid = i.indrelid AND a.attnum = k.num
                        WHERE k.place <= i.indnkeyatts ORDER BY k.place) AS columns
              FROM pg_catalog.pg_index i
             WHERE i.indrelid = %s AND i.indisunique AND i.indisvalid AND i.indimmediate
               AND i.indpred IS NULL AND i.indexprs IS NULL
            """;

    private static final String PARTS =
            """
            WITH RECURSIVE heir (oid) AS (
                SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = %1$s
                UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN heir h ON h.oid = i.inhparent)
            SELECT c.oid::int8, n.nspname, c.relname, c.relreplident
              FROM heir h JOIN pg_catalog.pg_class c ON c.oid = h.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' ORDER BY n.nspname, c.relname
            """;

    private final SourceInspector inspector;

    TableInspector(SourceInspector inspector) {
        this.inspector = inspector;
    }

    private record Facts(
            long oid,
            Kind kind,
            ReplicaIdentity identity,
            boolean hidden,
            Optional<TableName> root) {}

    private record Index(boolean primary, boolean identity, List<String> columns) {}

    Optional<TableState> inspect(TableName table) {
        String sql = TABLE.formatted(Sql.literal(table.schema()), Sql.literal(table.name()));
        Optional<Facts> found =
                inspector.ask(
                        sql, rows -> rows.next() ? Optional.of(facts(rows)) : Optional.empty());
        return found.map(facts -> state(table, facts));
    }

    private TableState state(TableName table, Facts facts) {
        List<TableColumn> columns = columns(facts.oid());
        List<Index> indexes = indexes(facts.oid());
        List<String> names = columns.stream().map(TableColumn::name).toList();
        return new TableState(
                (int) facts.oid(),
                table,
                facts.kind(),
                facts.root(),
                columns,
                primaryKey(indexes),
                facts.identity(),
                identityColumns(facts.identity(), indexes, names),
                indexes.stream().map(index -> Set.copyOf(index.columns())).toList(),
                parts(facts.oid(), names),
                facts.hidden());
    }

    private static Facts facts(ResultSet rows) throws SQLException {
        String root = rows.getString("root");
        return new Facts(
                rows.getLong("oid"),
                kind(rows),
                identity(rows),
                rows.getBoolean("hidden"),
                root == null
                        ? Optional.empty()
                        : Optional.of(new TableName(rows.getString("root_schema"), root)));
    }

    private static Kind kind(ResultSet rows) throws SQLException {
        if (rows.getString("relkind").equals("p")) {
            return Kind.PARTITIONED;
        }
        if (!rows.getString("relkind").equals("r")) {
            return Kind.OTHER;
        }
        if (!rows.getString("relpersistence").equals("p")) {
            return Kind.UNLOGGED;
        }
        return rows.getBoolean("parent") ? Kind.INHERITED : Kind.TABLE;
    }

    private static ReplicaIdentity identity(ResultSet rows) throws SQLException {
        return switch (rows.getString("relreplident")) {
            case "d" -> ReplicaIdentity.DEFAULT;
            case "f" -> ReplicaIdentity.FULL;
            case "i" -> ReplicaIdentity.INDEX;
            default -> ReplicaIdentity.NOTHING;
        };
    }

    private static List<String> primaryKey(List<Index> indexes) {
        return indexes.stream()
                .filter(Index::primary)
                .findFirst()
                .map(Index::columns)
                .orElse(List.of());
    }

    private static List<String> identityColumns(
            ReplicaIdentity identity, List<Index> indexes, List<String> all) {
        return switch (identity) {
            case DEFAULT -> primaryKey(indexes);
            case FULL -> all;
            case NOTHING -> List.of();
            case INDEX ->
                    indexes.stream()
                            .filter(Index::identity)
                            .findFirst()
                            .map(Index::columns)
                            .orElse(List.of());
        };
    }

    private List<TableColumn> columns(long oid) {
        return inspector.ask(
                COLUMNS.formatted(oid),
                rows -> {
                    List<TableColumn> columns = new ArrayList<>();
                    while (rows.next()) {
                        columns.add(
                                new TableColumn(
                                        rows.getString("attname"),
                                        type(rows),
                                        rows.getInt("atttypmod"),
                                        rows.getString("sql_type"),
                                        rows.getBoolean("attnotnull"),
                                        rows.getBoolean("generated"),
                                        rows.getBoolean("readable")));
                    }
                    return columns;
                });
    }

    private static ColumnType type(ResultSet rows) throws SQLException {
        long oid = rows.getLong("atttypid");
        return oid < FIRST_ANNOUNCED_TYPE
                ? ColumnType.builtIn((int) oid)
                : new ColumnType((int) oid, rows.getString("typschema"), rows.getString("typname"));
    }

    private List<Index> indexes(long oid) {
        return inspector.ask(
                UNIQUE_INDEXES.formatted(oid),
                rows -> {
                    List<Index> indexes = new ArrayList<>();
                    while (rows.next()) {
                        indexes.add(
                                new Index(
                                        rows.getBoolean("indisprimary"),
                                        rows.getBoolean("indisreplident"),
                                        SourceInspector.names(rows, "columns")));
                    }
                    return indexes;
                });
    }

    private List<Part> parts(long oid, List<String> allColumns) {
        record Found(long oid, TableName table, ReplicaIdentity identity) {}
        List<Found> found =
                inspector.ask(
                        PARTS.formatted(oid),
                        rows -> {
                            List<Found> parts = new ArrayList<>();
                            while (rows.next()) {
                                TableName name =
                                        new TableName(
                                                rows.getString("nspname"),
                                                rows.getString("relname"));
                                parts.add(new Found(rows.getLong("oid"), name, identity(rows)));
                            }
                            return parts;
                        });
        return found.stream()
                .map(part ->
                        new Part(
                                part.table(),
                                part.identity(),
                                identityColumns(part.identity(), indexes(part.oid()), allColumns)))
                .toList();
    }
}
