package io.meilibridge.replication;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What can be wrong with a slot, whether the catalog says so beforehand or the server when it is
/// used.
final class SlotFaults {

    private SlotFaults() {}

    static SourceException missing(String slot, @Nullable Throwable cause) {
        return new SourceException(
                ErrorCode.SLOT_MISSING,
                "Slot '" + slot + "' does not exist.",
                "Let it be created (replication.create_slot) and resync, or: SELECT"
                        + " pg_create_logical_replication_slot("
                        + Sql.literal(slot)
                        + ", 'pgoutput'); changes made without a slot are only found by a"
                        + " resync.",
                cause);
    }

    static SourceException walLevel(String action, @Nullable Throwable cause) {
        return new SourceException(
                ErrorCode.WAL_LEVEL_TOO_LOW,
                "Cannot " + action + ": expected wal_level = logical.",
                "ALTER SYSTEM SET wal_level = 'logical'; and restart the server.",
                cause);
    }

    static SourceException invalidated(String slot, String why, @Nullable Throwable cause) {
        return new SourceException(
                ErrorCode.SLOT_INVALIDATED,
                "Slot '" + slot + "' is invalidated" + (why.isEmpty() ? "." : " (" + why + ")."),
                "The server has thrown away WAL that was not yet read. Drop the slot (SELECT"
                        + " pg_drop_replication_slot("
                        + Sql.literal(slot)
                        + ");), let it be created anew and resync. To keep it next time, raise"
                        + " max_slot_wal_keep_size.",
                cause);
    }

    static SourceException inUse(FaultScene scene, SQLException cause) {
        return SourceFaults.fault(
                ErrorCode.SLOT_IN_USE,
                scene,
                "another process is reading the slot",
                "Standing by until it is free. Who it is: SELECT active_pid FROM"
                        + " pg_replication_slots WHERE slot_name = "
                        + Sql.literal(scene.slot())
                        + ";",
                cause);
    }

    static SourceException noneFree(FaultScene scene, SQLException cause) {
        return SourceFaults.fault(
                ErrorCode.NO_FREE_SLOT,
                scene,
                "all replication slots are in use",
                "Drop one that nobody needs (SELECT slot_name, active FROM pg_replication_slots;),"
                        + " or: ALTER SYSTEM SET max_replication_slots = …; and restart the"
                        + " server.",
                cause);
    }
}
