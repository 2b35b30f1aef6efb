package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import java.util.Map;
import java.util.Optional;

/// What the server says about itself and the slot at connect.
///
/// @param systemIdentifier unsigned 64 bit as text, from IDENTIFY_SYSTEM
/// @param timeline the current one, from IDENTIFY_SYSTEM
/// @param branchPoints for each earlier timeline of this server's history the LSN at which it was
///   left, from TIMELINE_HISTORY; empty on timeline 1
/// @param flushLsn the end of the WAL that is flushed
/// @param slot the configured slot; empty when it does not exist
public record ServerFacts(
        String systemIdentifier,
        int timeline,
        Map<Integer, Lsn> branchPoints,
        Lsn flushLsn,
        Optional<SlotFacts> slot) {

    public ServerFacts {
        branchPoints = Map.copyOf(branchPoints);
    }

    /// @param confirmedFlush `confirmed_flush_lsn` of `pg_replication_slots`
    /// @param justCreated whether this very start created the slot
    public record SlotFacts(Lsn confirmedFlush, boolean justCreated) {}
}
