package io.meilibridge.replication;

import io.meilibridge.event.Lsn;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A replication slot as `pg_replication_slots` shows it.
///
/// @param plugin empty for a physical slot
/// @param database empty for a physical slot
/// @param twoPhase whether it sends transactions when they are prepared, whatever it is asked for
/// @param activePid the process that reads it
/// @param confirmedFlush [Lsn#INVALID] for a physical slot
/// @param restart where the WAL that it keeps begins; [Lsn#INVALID] when it keeps none
/// @param walStatus `reserved`, `extended`, `unreserved` or `lost`; empty when it keeps none
/// @param safeWalBytes how much may still be written before the slot may be lost; empty without a
///   `max_slot_wal_keep_size`, or once it is lost
/// @param invalidation why it can never be read again, empty as long as it can
public record SlotState(
        String name,
        String plugin,
        String database,
        boolean temporary,
        boolean failover,
        boolean twoPhase,
        OptionalInt activePid,
        Lsn confirmedFlush,
        Lsn restart,
        String walStatus,
        OptionalLong safeWalBytes,
        Optional<String> invalidation) {

    public static final String PLUGIN = "pgoutput";

    public boolean isActive() {
        return activePid.isPresent();
    }

    public boolean isInvalidated() {
        return invalidation.isPresent();
    }
}
