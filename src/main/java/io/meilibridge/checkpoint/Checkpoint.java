package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far a task is settled. Every change of the task in a commit at or before `lsn` is indexed,
/// filtered out or a dead letter; a transaction is covered if and only if its commit LSN is before
/// `lsn`.
///
/// @param lsn the end LSN of a commit, or the position of a keepalive behind it
/// @param xid of the last transaction before `lsn`, unsigned 32 bit; 0 when not known
/// @param commitTime of that transaction; null when not known
/// @param updatedAt when the checkpoint was taken
/// @param events changes of the task settled so far, those settled twice counted twice
public record Checkpoint(
        String task,
        Lsn lsn,
        int xid,
        @Nullable Instant commitTime,
        Instant updatedAt,
        long events) {

    public Checkpoint {
        Objects.requireNonNull(task, "task is null");
        Objects.requireNonNull(lsn, "lsn is null");
        Objects.requireNonNull(updatedAt, "updatedAt is null");
    }

    /// A checkpoint of which only the position is known: a task that starts, or one set by hand.
    public static Checkpoint at(String task, Lsn lsn, Instant updatedAt) {
        return new Checkpoint(task, lsn, 0, null, updatedAt, 0);
    }
}
