package io.meilibridge.checkpoint;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// All that a store holds, and the rules by which it changes. Immutable: a change makes new
/// contents.
public record StoreContents(
        Map<String, Checkpoint> checkpoints,
        Map<String, SourceIdentity> sources,
        Map<String, String> notes) {

    static final StoreContents EMPTY = new StoreContents(Map.of(), Map.of(), Map.of());

    public StoreContents {
        checkpoints = Map.copyOf(checkpoints);
        sources = Map.copyOf(sources);
        notes = Map.copyOf(notes);
    }

    /// The further checkpoint of each task wins.
    StoreContents saved(Collection<Checkpoint> saved) {
        return withCheckpoints(all ->
                saved.forEach(checkpoint ->
                        all.merge(checkpoint.task(), checkpoint, StoreContents::further)));
    }

    StoreContents saved(SourceIdentity identity) {
        Map<String, SourceIdentity> all = new HashMap<>(sources);
        all.merge(identity.source(), identity, StoreContents::further);
        return new StoreContents(checkpoints, all, notes);
    }

    StoreContents overwritten(Collection<Checkpoint> placed) {
        return withCheckpoints(
                all -> placed.forEach(checkpoint -> all.put(checkpoint.task(), checkpoint)));
    }

    StoreContents without(Set<String> tasks) {
        return withCheckpoints(all -> all.keySet().removeAll(tasks));
    }

    StoreContents withoutSource(String source) {
        Map<String, SourceIdentity> all = new HashMap<>(sources);
        all.remove(source);
        return new StoreContents(checkpoints, all, notes);
    }

    StoreContents withNote(String key, String text) {
        Map<String, String> all = new HashMap<>(notes);
        all.put(key, text);
        return new StoreContents(checkpoints, sources, all);
    }

    StoreContents withoutNote(String key) {
        Map<String, String> all = new HashMap<>(notes);
        all.remove(key);
        return new StoreContents(checkpoints, sources, all);
    }

    private StoreContents withCheckpoints(Consumer<Map<String, Checkpoint>> change) {
        Map<String, Checkpoint> all = new HashMap<>(checkpoints);
        change.accept(all);
        return new StoreContents(all, sources, notes);
    }

    private static Checkpoint further(Checkpoint stored, Checkpoint saved) {
        return stored.lsn().isAfter(saved.lsn()) ? stored : saved;
    }

    private static SourceIdentity further(SourceIdentity stored, SourceIdentity saved) {
        return stored.sameSlotAs(saved) && stored.confirmed().isAfter(saved.confirmed())
                ? stored
                : saved;
    }
}
