package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import io.meilibridge.fault.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a configuration has left on a server: its slot and its publication. Whether they were made
/// here no catalog says, so they are taken for ours only where they are as we would make them.
///
/// @param retainedBytes of WAL that the slot keeps
/// @param owner the role that made the publication; empty without one, or where it is our own
public record SourceTraces(
        Optional<SlotState> slot,
        long retainedBytes,
        Optional<PublicationState> publication,
        Optional<String> owner) {

    /// @throws SourceException when the server cannot be asked
    public static SourceTraces find(PgConnections connections, SourceDemand demand) {
        FaultScene scene = FaultScene.doing(connections.options(), "close a connection");
        try (Connection connection = connections.openOrdinary()) {
            SourceInspector inspector = new SourceInspector(connection, connections.options());
            Optional<SlotState> slot = inspector.slot(demand.slot());
            String publication = demand.publications().getFirst();
            return new SourceTraces(
                    slot,
                    slot.isPresent() ? retained(inspector, demand.slot()) : 0,
                    inspector.publication(publication),
                    otherOwner(inspector, publication));
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }

    private static long retained(SourceInspector inspector, String slot) {
        return inspector.ask(
                "SELECT pg_catalog.pg_wal_lsn_diff(CASE WHEN pg_catalog.pg_is_in_recovery()"
                        + " THEN pg_catalog.pg_last_wal_replay_lsn()"
                        + " ELSE pg_catalog.pg_current_wal_lsn() END, restart_lsn)::int8"
                        + " FROM pg_catalog.pg_replication_slots WHERE slot_name = "
                        + Sql.literal(slot),
                rows -> rows.next() ? rows.getLong(1) : 0);
    }

    private static Optional<String> otherOwner(SourceInspector inspector, String publication) {
        return inspector.ask(
                "SELECT pg_catalog.pg_get_userbyid(pubowner) FROM pg_catalog.pg_publication WHERE"
                        + " pubowner <> CURRENT_USER::regrole AND pubname = "
                        + Sql.literal(publication),
                rows -> rows.next() ? Optional.of(rows.getString(1)) : Optional.empty());
    }

    /// Why the slot is not to be dropped; empty where it may be, or is not there.
    ///
    /// @param demand that made it, if it was ours
    public Optional<String> slotIsKept(SourceDemand demand, ServerAddress address) {
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        SlotState state = slot.get();
        if (!demand.createSlot()) {
            return Optional.of("replication.create_slot is false, so somebody else made it");
        }
        if (!state.plugin().equals(SlotState.PLUGIN)
                || !state.database().equals(address.database())) {
            return Optional.of("it belongs to another plugin or database");
        }
        return Optional.empty();
    }

    /// Why the publication is not to be dropped; empty where it may be, or is not there.
    public Optional<String> publicationIsKept(SourceDemand demand) {
        if (publication.isEmpty()) {
            return Optional.empty();
        }
        PublicationState state = publication.get();
        if (!demand.createPublication()) {
            return Optional.of("replication.create_publication is false, so somebody else made it");
        }
        if (owner.isPresent()) {
            return Optional.of("it belongs to role '" + owner.get() + "', who made it");
        }
        if (state.allTables()) {
            return Optional.of("it is for all tables, as MeiliBridge makes none");
        }
        Set<String> others = new TreeSet<>();
        for (TableName table : state.tables().keySet()) {
            if (demand.tables().stream().noneMatch(ours -> ours.table().equals(table))) {
                others.add(table.toString());
            }
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("it publishes what no task reads too: " + String.join(", ", others));
    }

    /// Drops the publication that was found.
    ///
    /// @throws SourceException when the role may not
    public static void dropPublication(PgConnections connections, String name) {
        FaultScene scene =
                FaultScene.doing(connections.options(), "drop publication '" + name + "'");
        try (Connection connection = connections.openOrdinary();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP PUBLICATION " + TableName.quote(name));
        } catch (SQLException e) {
            throw SourceFaults.of(e, scene);
        }
    }
}
