package io.meilibridge.replication;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.TableName;
import io.meilibridge.replication.PublicationState.Operation;
import io.meilibridge.replication.PublicationState.PublishedTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks the catalog, on a connection that the caller owns, what server, slot, publications and
/// tables are like. Changes nothing. One thread.
public final class SourceInspector {

    private final Connection connection;
    private final FaultScene scene;

    /// @param connection from [PgConnections#openOrdinary()]; for [#server()] and
    ///   [#timelineHistory(int)] from [PgConnections#openReplication()]
    public SourceInspector(Connection connection, ConnectionOptions options) {
        this.connection = connection;
        this.scene = FaultScene.doing(options, "read the catalog");
    }

    /// Needs a replication connection.
    public ServerFacts server() {
        return ask(
                "IDENTIFY_SYSTEM",
                rows -> {
                    rows.next();
                    return new ServerFacts(
                            versionNumber(),
                            rows.getString("systemid"),
                            rows.getInt("timeline"),
                            Lsn.parse(rows.getString("xlogpos")));
                });
    }

    /// Which timelines the server's WAL descends from, oldest first; empty on the first timeline.
    /// Needs a replication connection.
    public List<TimelineSwitch> timelineHistory(int timeline) {
        if (timeline == 1) {
            return List.of();
        }
        return ask(
                "TIMELINE_HISTORY " + timeline,
                rows -> {
                    rows.next();
                    List<TimelineSwitch> history = new ArrayList<>();
                    for (String line : text(rows, "content").split("\n", -1)) {
                        String[] parts = line.strip().split("\\s+", 3);
                        if (parts.length >= 2 && !parts[0].startsWith("#")) {
                            int left = Integer.parseInt(parts[0]);
                            history.add(new TimelineSwitch(left, Lsn.parse(parts[1])));
                        }
                    }
                    return history;
                });
    }

    int versionNumber() {
        return Integer.parseInt(setting("server_version_num"));
    }

    /// A setting as `SHOW` prints it.
    String setting(String name) {
        return ask(
                "SHOW " + name,
                rows -> {
                    rows.next();
                    return rows.getString(1);
                });
    }

    public Optional<SlotState> slot(String name) {
        return ask(
                "SELECT * FROM pg_catalog.pg_replication_slots WHERE slot_name = "
                        + Sql.literal(name),
                rows -> rows.next() ? Optional.of(slotState(rows)) : Optional.empty());
    }

    private static SlotState slotState(ResultSet rows) throws SQLException {
        Set<String> columns = columnNames(rows);
        int pid = rows.getInt("active_pid");
        OptionalInt activePid = rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(pid);
        long safe = rows.getLong("safe_wal_size");
        OptionalLong safeBytes = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(safe);
        String walStatus = text(rows, "wal_status");
        return new SlotState(
                rows.getString("slot_name"),
                text(rows, "plugin"),
                text(rows, "database"),
                rows.getBoolean("temporary"),
                columns.contains("failover") && rows.getBoolean("failover"),
                rows.getBoolean("two_phase"),
                activePid,
                lsn(rows, "confirmed_flush_lsn"),
                lsn(rows, "restart_lsn"),
                walStatus,
                safeBytes,
                invalidation(rows, columns, walStatus));
    }

    /// 17 says why; 16 knows conflicts on a standby; before, only that its WAL is lost.
    private static Optional<String> invalidation(
            ResultSet rows, Set<String> columns, String walStatus) throws SQLException {
        if (columns.contains("invalidation_reason")
                && rows.getString("invalidation_reason") != null) {
            return Optional.of("invalidation_reason=" + rows.getString("invalidation_reason"));
        }
        if (columns.contains("conflicting") && rows.getBoolean("conflicting")) {
            return Optional.of("conflicting with recovery");
        }
        return walStatus.equals("lost") ? Optional.of("wal_status=lost") : Optional.empty();
    }

    public Optional<PublicationState> publication(String name) {
        String quoted = Sql.literal(name);
        return ask(
                "SELECT * FROM pg_catalog.pg_publication WHERE pubname = " + quoted,
                rows -> {
                    if (!rows.next()) {
                        return Optional.empty();
                    }
                    Set<Operation> operations = EnumSet.noneOf(Operation.class);
                    for (Operation operation : Operation.values()) {
                        String word = operation.name().toLowerCase(java.util.Locale.ROOT);
                        if (rows.getBoolean("pub" + word)) {
                            operations.add(operation);
                        }
                    }
                    return Optional.of(
                            new PublicationState(
                                    name,
                                    rows.getBoolean("puballtables"),
                                    operations,
                                    rows.getBoolean("pubviaroot"),
                                    publishedTables(quoted)));
                });
    }

    private Map<TableName, PublishedTable> publishedTables(String quotedName) {
        return ask(
                "SELECT * FROM pg_catalog.pg_publication_tables WHERE pubname = " + quotedName,
                rows -> {
                    boolean filters = columnNames(rows).contains("rowfilter");
                    Map<TableName, PublishedTable> tables = new HashMap<>();
                    while (rows.next()) {
                        tables.put(
                                new TableName(
                                        rows.getString("schemaname"), rows.getString("tablename")),
                                filters
                                        ? new PublishedTable(
                                                text(rows, "rowfilter"), names(rows, "attnames"))
                                        : new PublishedTable("", List.of()));
                    }
                    return tables;
                });
    }

    /// Empty when there is none of that name, or none that our role may know of.
    public Optional<TableState> table(TableName table) {
        return new TableInspector(this).inspect(table);
    }

    <T> T ask(String sql, Answer<T> answer) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return answer.from(rows);
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    /// Takes a value out of a result.
    interface Answer<T> {
        T from(ResultSet rows) throws SQLException;
    }

    static List<String> names(ResultSet rows, String column) throws SQLException {
        Array array = rows.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    static String text(ResultSet rows, String column) throws SQLException {
        @Nullable String value = rows.getString(column);
        return value == null ? "" : value;
    }

    private static Lsn lsn(ResultSet rows, String column) throws SQLException {
        String value = rows.getString(column);
        return value == null ? Lsn.INVALID : Lsn.parse(value);
    }

    private static Set<String> columnNames(ResultSet rows) throws SQLException {
        Set<String> names = new HashSet<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnName(i));
        }
        return names;
    }
}
