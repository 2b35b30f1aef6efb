package io.meilibridge.replication;

import static java.util.stream.Collectors.joining;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/// Makes the slot and the publication that a configuration asks for. Adds nothing to what exists
/// and drops nothing but what it is told was made here.
public final class Slots {

    private static final Duration TELL_INTERVAL = Duration.ofSeconds(10);

    private final PgConnections connections;
    private final Duration tellInterval;

    public Slots(PgConnections connections) {
        this(connections, TELL_INTERVAL);
    }

    /// @param tellInterval how often a waiting creation says what it waits for
    Slots(PgConnections connections, Duration tellInterval) {
        this.connections = connections;
        this.tellInterval = tellInterval;
    }

    /// How a slot is made.
    ///
    /// @param temporary gone with the connection that made it
    /// @param failover copied to standbys that ask for it; needs 17
    public record SlotOptions(String name, boolean temporary, boolean failover) {

        public static SlotOptions permanent(String name) {
            return new SlotOptions(name, false, false);
        }
    }

    /// A slot just made.
    ///
    /// @param consistentPoint where its stream begins: the first transaction that it delivers
    ///   commits after this
    /// @param snapshot the exported snapshot that holds exactly what the stream will not deliver;
    ///   usable until the connection that made the slot runs another command; empty when none was
    ///   asked for
    public record CreatedSlot(String name, Lsn consistentPoint, String snapshot) {}

    /// Makes a slot on a replication connection and exports its snapshot there. The connection has
    /// to stay open and idle until every reader has imported the snapshot; a temporary slot lives
    /// as long as it.
    ///
    /// Waits until every transaction that is open now has ended; while it waits, what it waits for
    /// is logged every ten seconds.
    ///
    /// @throws SourceException also when a slot of that name exists
    public CreatedSlot create(Connection replication, SlotOptions options) {
        FaultScene scene =
                FaultScene.withSlot(
                        connections.options(),
                        "create slot '" + options.name() + "'",
                        options.name());
        try (SlotCreationWatch _ =
                        SlotCreationWatch.start(connections, tellInterval, options.name());
                Statement statement = replication.createStatement();
                ResultSet rows = statement.executeQuery(command(options, version(replication)))) {
            rows.next();
            return new CreatedSlot(
                    rows.getString("slot_name"),
                    Lsn.parse(rows.getString("consistent_point")),
                    SourceInspector.text(rows, "snapshot_name"));
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    private static int version(Connection replication) throws SQLException {
        return replication.getMetaData().getDatabaseMajorVersion();
    }

    private static String command(SlotOptions options, int major) {
        if (options.failover() && major < 17) {
            throw new SourceException(
                    ErrorCode.SERVER_TOO_OLD,
                    "Cannot create slot '"
                            + options.name()
                            + "' with failover: expected PostgreSQL 17 or later, got "
                            + major
                            + ".",
                    "Set replication.failover to false.");
        }
        String kind = options.temporary() ? " TEMPORARY" : "";
        String start =
                "CREATE_REPLICATION_SLOT "
                        + TableName.quote(options.name())
                        + kind
                        + " LOGICAL pgoutput";
        if (major < 15) {
            return start + " EXPORT_SNAPSHOT";
        }
        return start + " (SNAPSHOT 'export'" + (options.failover() ? ", FAILOVER true" : "") + ")";
    }

    /// Drops a slot. Only for one that this configuration made and that the operator wants gone.
    public void drop(String slot) {
        FaultScene scene =
                FaultScene.withSlot(connections.options(), "drop slot '" + slot + "'", slot);
        try (Connection connection = connections.openReplication();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP_REPLICATION_SLOT " + TableName.quote(slot) + " WAIT");
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    /// Makes a publication for these tables and no others, where there is none of that name.
    ///
    /// @param viaRoot for a partitioned table among them: its changes then come under its name
    /// @return whether it was made; an existing one is left as it is
    public boolean createPublication(String name, List<TableName> tables, boolean viaRoot) {
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("A publication for no table.");
        }
        FaultScene scene =
                FaultScene.doing(connections.options(), "create publication '" + name + "'");
        try (Connection connection = connections.openOrdinary();
                Statement statement = connection.createStatement()) {
            statement.execute(createPublicationSql(name, tables, viaRoot));
            return true;
        } catch (SQLException e) {
            if ("42710".equals(e.getSQLState())) {
                return false;
            }
            if ("42501".equals(e.getSQLState())) {
                throw lacksRights(name, tables, viaRoot, e);
            }
            throw SourceFaults.of(e, scene);
        }
    }

    SourceException lacksRights(
            String name, List<TableName> tables, boolean viaRoot, SQLException cause) {
        String role = TableName.quote(connections.options().credentials().user());
        String database = TableName.quote(connections.options().address().database());
        return new SourceException(
                ErrorCode.PERMISSION_MISSING,
                "Cannot create publication '%s': role %s has to own its tables and may CREATE in the database."
                        .formatted(name, role),
                "Let the owner of the tables run: "
                        + createPublicationSql(name, tables, viaRoot)
                        + "; or: GRANT CREATE ON DATABASE "
                        + database
                        + " TO "
                        + role
                        + "; and ALTER TABLE … OWNER TO "
                        + role
                        + ";",
                cause);
    }

    static String createPublicationSql(String name, List<TableName> tables, boolean viaRoot) {
        return "CREATE PUBLICATION "
                + TableName.quote(name)
                + tables.stream().map(TableName::quoted).collect(joining(", ", " FOR TABLE ", ""))
                + (viaRoot ? " WITH (publish_via_partition_root = true)" : "");
    }
}
