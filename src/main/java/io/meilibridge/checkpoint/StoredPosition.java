package io.meilibridge.checkpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the store holds of one source at a start.
///
/// @param identity empty when the source was never confirmed
/// @param checkpoints by task; tasks without one are absent
/// @param survivesRestart false for a store that forgets: nothing stored then means nothing
public record StoredPosition(
        Optional<SourceIdentity> identity,
        Map<String, Checkpoint> checkpoints,
        boolean survivesRestart) {

    public StoredPosition {
        checkpoints = Map.copyOf(checkpoints);
    }

    /// What a first start finds.
    public static StoredPosition nothing() {
        return new StoredPosition(Optional.empty(), Map.of(), true);
    }

    public static StoredPosition in(CheckpointStore store, String source) {
        return new StoredPosition(
                store.identity(source), store.checkpoints(), store.survivesRestart());
    }

    /// Without the checkpoints of other sources and of tasks that are not enabled.
    StoredPosition of(Set<String> tasks) {
        Map<String, Checkpoint> theirs = new HashMap<>(checkpoints);
        theirs.keySet().retainAll(tasks);
        return new StoredPosition(identity, theirs, survivesRestart);
    }
}
