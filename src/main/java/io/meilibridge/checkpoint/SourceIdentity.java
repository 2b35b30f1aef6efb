package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import java.util.Objects;

/// Whose WAL the checkpoints of a source count in, and the last LSN that was confirmed to its slot
/// or is about to be. PostgreSQL docs, Streaming Replication Protocol, IDENTIFY_SYSTEM.
///
/// @param source the configured name of the source
/// @param systemIdentifier unsigned 64 bit as decimal text, as the server prints it
/// @param timeline the timeline the server was on
/// @param confirmed stored before each confirmation, so the slot's own is never above it
public record SourceIdentity(
        String source, String systemIdentifier, int timeline, String slot, Lsn confirmed) {

    public SourceIdentity {
        Objects.requireNonNull(source, "source is null");
        Objects.requireNonNull(systemIdentifier, "systemIdentifier is null");
        Objects.requireNonNull(slot, "slot is null");
        Objects.requireNonNull(confirmed, "confirmed is null");
    }

    public SourceIdentity withConfirmed(Lsn lsn) {
        return new SourceIdentity(source, systemIdentifier, timeline, slot, lsn);
    }

    /// Whether both count in the same history of the same slot, so that their LSNs compare.
    boolean sameSlotAs(SourceIdentity other) {
        return systemIdentifier.equals(other.systemIdentifier)
                && timeline == other.timeline
                && slot.equals(other.slot);
    }
}
