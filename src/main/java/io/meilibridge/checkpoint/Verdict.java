package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.SourceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is to be done about the stored position of a source.
public sealed interface Verdict {

    /// Nothing was ever done with this source and its slot is missing: create it, then ask again.
    record CreateSlot() implements Verdict {}

    /// Stream from the slot's confirmed position, each task from its checkpoint. At a first start
    /// all tasks are new.
    ///
    /// @param identity to be kept from now on
    /// @param start the slot's confirmed position: where the server starts to send
    /// @param starts a checkpoint for each task that goes on or is new
    /// @param newTasks tasks without a checkpoint, and that the configuration names no position
    ///   for: they start with the stream, their rows need a full sync
    /// @param overtaken tasks whose checkpoint the slot has passed while they were disabled:
    ///   changes of theirs are gone, so they start with the stream too and need a full sync
    /// @param warnings to be logged, one a line
    record GoOn(
            SourceIdentity identity,
            Lsn start,
            List<Checkpoint> starts,
            Set<String> newTasks,
            Set<String> overtaken,
            List<String> warnings)
            implements Verdict {
        public GoOn {
            starts = List.copyOf(starts);
            newTasks = Set.copyOf(newTasks);
            overtaken = Set.copyOf(overtaken);
            warnings = List.copyOf(warnings);
        }

        /// Whether the task starts with the stream, whatever is stored of it.
        public boolean isNew(String task) {
            return newTasks.contains(task) || overtaken.contains(task);
        }

        /// The tasks that start with the stream.
        public Set<String> startingWithStream() {
            Set<String> all = new HashSet<>(newTasks);
            all.addAll(overtaken);
            return all;
        }
    }

    /// The source stops with the fault until a person has acted.
    record Stop(SourceException fault) implements Verdict {}
}
