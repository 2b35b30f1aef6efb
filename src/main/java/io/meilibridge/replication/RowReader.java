package io.meilibridge.replication;

import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.event.TableName;
import io.meilibridge.event.ValueKind;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads rows again by their keys, where the stream did not send what is needed (HAZARDS D1). Keeps
/// one connection open between calls. One thread at a time.
public final class RowReader implements AutoCloseable {

    private static final int KEYS_PER_SELECT = 1000;
    private static final Duration RETAKE_PAUSE = Duration.ofMillis(10);

    private static final boolean WITHOUT_WAITING = Failpoints.on("reread-without-waiting");

    private final PgConnections connections;
    private final Duration patience;
    private @Nullable Connection connection;

    /// @param patience how long a transaction that the stream has delivered may stay invisible
    public RowReader(PgConnections connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /// Rows as they are now: in one snapshot that has seen every transaction in `seen`, and maybe
    /// later ones. A transaction can be in the stream and still be invisible to others, for as long
    /// as its commit waits for a synchronous standby; the snapshot is retaken until it is visible
    /// (HAZARDS E1).
    ///
    /// @param relation as the stream announced it; the table is found by its OID, so that it may
    ///   have been renamed since
    /// @param keys for each row the text forms of its key columns, in their order
    /// @param seen the ids of the transactions whose changes to these rows the stream has
    ///   delivered, all of them: commits do not become visible in the stream's order
    /// @return each row that exists under its key as it was given, in the given order, laid out
    ///   like a streamed row of the relation with values in text form; columns that the table no
    ///   longer has are [ValueKind#ABSENT]
    /// @throws SourceException with [ErrorCode#SOURCE_UNREACHABLE] also when a transaction stays
    ///   invisible too long
    public Map<List<String>, Row> read(
            Relation relation, List<String> keyColumns, List<List<String>> keys, int... seen) {
        String action = "read rows of table '" + relation.table() + "' again";
        FaultScene scene = FaultScene.doing(connections.options(), action);
        try {
            Connection open = connection == null ? connections.openOrdinary() : connection;
            connection = open;
            try (Statement statement = open.createStatement()) {
                beginSeeing(statement, scene, seen);
                Map<List<String>, Row> rows =
                        new Reading(statement, relation, keyColumns, scene).read(keys);
                statement.execute("COMMIT");
                return rows;
            }
        } catch (SQLException e) {
            close();
            throw SourceFaults.of(e, scene);
        } catch (SourceException e) {
            close();
            throw e;
        }
    }

    private void beginSeeing(Statement statement, FaultScene scene, int[] seen)
            throws SQLException {
        long limit = System.nanoTime() + patience.toNanos();
        while (true) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            try (ResultSet rows = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
                rows.next();
                if (SnapshotView.parse(rows.getString(1)).hasSeen(seen) || WITHOUT_WAITING) {
                    return;
                }
            }
            statement.execute("ROLLBACK");
            if (System.nanoTime() - limit > 0) {
                throw new SourceException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        "Cannot "
                                + scene.action()
                                + ": a transaction that the stream delivered has stayed invisible"
                                + " for "
                                + patience.toSeconds()
                                + " s.",
                        "A synchronous standby may be missing: SELECT application_name, sync_state"
                                + " FROM pg_stat_replication; SHOW synchronous_standby_names;");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETAKE_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(
                    ErrorCode.SOURCE_UNREACHABLE, "Reading rows was interrupted.", "", e);
        }
    }

    /// Closes the connection; the next read opens another.
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                System.getLogger(RowReader.class.getName())
                        .log(System.Logger.Level.DEBUG, "closing a connection failed", e);
            }
        }
    }

    /// One call's work inside its transaction.
    private record Reading(
            Statement statement, Relation relation, List<String> keyColumns, FaultScene scene) {

        Map<List<String>, Row> read(List<List<String>> keys) throws SQLException {
            String table = tableName();
            Map<String, String> types = columnTypes();
            for (String column : keyColumns) {
                if (!types.containsKey(column)) {
                    throw new SourceException(
                            ErrorCode.COLUMN_MISSING,
                            "Cannot " + scene.action() + ": key column '" + column + "' is gone.",
                            "Correct the task's primary_key and resync it.");
                }
            }
            List<List<String>> distinct = List.copyOf(new LinkedHashSet<>(keys));
            Map<List<String>, Row> found = new LinkedHashMap<>();
            for (int from = 0; from < distinct.size(); from += KEYS_PER_SELECT) {
                int to = Math.min(from + KEYS_PER_SELECT, distinct.size());
                readSome(table, types, distinct.subList(from, to), found);
            }
            return found;
        }

        private String oid() {
            return Integer.toUnsignedString(relation.oid());
        }

        private String tableName() throws SQLException {
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN"
                                    + " pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE"
                                    + " c.oid = "
                                    + oid())) {
                if (!rows.next()) {
                    throw new SourceException(
                            ErrorCode.TABLE_MISSING,
                            "Cannot " + scene.action() + ": it does not exist any more.",
                            "Remove the task, or create the table and resync.");
                }
                return new TableName(rows.getString(1), rows.getString(2)).quoted();
            }
        }

        /// The types, as SQL writes them, of the columns that the table has now.
        private Map<String, String> columnTypes() throws SQLException {
            Map<String, String> types = new HashMap<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT attname, pg_catalog.format_type(atttypid, atttypmod) FROM"
                                    + " pg_catalog.pg_attribute WHERE attnum > 0 AND NOT"
                                    + " attisdropped AND attrelid = "
                                    + oid())) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            }
            return types;
        }

        private void readSome(
                String table,
                Map<String, String> types,
                List<List<String>> keys,
                Map<List<String>, Row> found)
                throws SQLException {
            List<Integer> present = new ArrayList<>();
            StringBuilder sql = new StringBuilder("SELECT k.place");
            for (int i = 0; i < relation.columns().size(); i++) {
                String column = relation.columns().get(i).name();
                if (types.containsKey(column)) {
                    present.add(i);
                    sql.append(", t.").append(TableName.quote(column));
                }
            }
            List<String> keyTypes = new ArrayList<>();
            for (String column : keyColumns) {
                keyTypes.add(types.getOrDefault(column, "text"));
            }
            sql.append(KeyList.joined(table, keyColumns, keyTypes, keys));
            sql.append(" ORDER BY k.place");
            try (ResultSet rows = statement.executeQuery(sql.toString())) {
                while (rows.next()) {
                    found.put(keys.get(rows.getInt(1)), row(rows, present));
                }
            }
        }

        private Row row(ResultSet rows, List<Integer> present) throws SQLException {
            int[] layout = new int[3 * relation.columns().size()];
            for (int i = 0; i < layout.length; i += 3) {
                layout[i] = ValueKind.ABSENT.tag();
            }
            byte[][] values = new byte[present.size()][];
            int length = 0;
            for (int i = 0; i < values.length; i++) {
                int at = 3 * present.get(i);
                String value = rows.getString(i + 2);
                values[i] = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
                layout[at] = (value == null ? ValueKind.NULL : ValueKind.TEXT).tag();
                layout[at + 1] = value == null ? 0 : length;
                layout[at + 2] = values[i].length;
                length += values[i].length;
            }
            byte[] bytes = new byte[length];
            int end = 0;
            for (byte[] value : values) {
                System.arraycopy(value, 0, bytes, end, value.length);
                end += value.length;
            }
            return new Row(bytes, layout);
        }
    }
}
