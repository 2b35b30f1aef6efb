package io.meilibridge.checkpoint;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Keeps checkpoints, source identities and notes of tasks beyond the process.
///
/// The contract of every implementation:
/// - **Atomic**: a call that writes is seen whole or not at all, by readers and after a crash at
///   any moment.
/// - **Durable on return**: what a returned call wrote survives the end of the process, and as far
///   as the implementation says, of the machine. When a call throws, what it should have written
///   may or may not stand.
/// - **Never backwards**: [#save] keeps the stored checkpoint of a task where it is further, and
///   the stored confirmed LSN where it is further on the same slot, system and timeline. Only
///   [#overwrite] sets back.
/// - **Never silently empty**: a store that cannot be read throws; only one that was never written
///   is empty.
/// - **Thread-safe**, and several processes may use one store at once where [#isShared] says so.
///
/// Every method throws [CheckpointException]: STORE_UNAVAILABLE when the store cannot be reached,
/// read or written and trying again may help; STORE_CORRUPT when what it holds is not what was
/// written. No call waits without a limit.
public interface CheckpointStore extends AutoCloseable {

    /// Whether what is stored is still there after a restart.
    boolean survivesRestart();

    /// Whether several processes may use the store at once, as a standby pair does.
    boolean isShared();

    /// Everything as it stands.
    StoreContents contents();

    /// Replaces the contents by what the change makes of them. No other change comes between, so
    /// the change may be asked more than once and has to be pure.
    void change(UnaryOperator<StoreContents> change);

    /// Idempotent. Frees the store for other processes; what was saved stays.
    @Override
    void close();

    /// All checkpoints by task.
    default Map<String, Checkpoint> checkpoints() {
        return contents().checkpoints();
    }

    /// Stores the checkpoints that are further than what is stored.
    default void save(Collection<Checkpoint> checkpoints) {
        change(contents -> contents.saved(checkpoints));
    }

    /// The same, and the source's identity with it, all or nothing. An identity of another slot,
    /// system or timeline replaces the stored one.
    default void save(SourceIdentity identity, Collection<Checkpoint> checkpoints) {
        change(contents -> contents.saved(identity).saved(checkpoints));
    }

    /// Stores the checkpoints also where they are behind what is stored: a position set by hand, a
    /// resync.
    default void overwrite(Collection<Checkpoint> checkpoints) {
        change(contents -> contents.overwritten(checkpoints));
    }

    /// Removes the checkpoints of the tasks; those without one are ignored.
    default void delete(Set<String> tasks) {
        change(contents -> contents.without(tasks));
    }

    default Optional<SourceIdentity> identity(String source) {
        return Optional.ofNullable(contents().sources().get(source));
    }

    /// Removes what is known of the source's slot.
    default void forgetSource(String source) {
        change(contents -> contents.withoutSource(source));
    }

    /// A text kept for a key, such as a task's fingerprint.
    default Optional<String> note(String key) {
        return Optional.ofNullable(contents().notes().get(key));
    }

    default void putNote(String key, String text) {
        change(contents -> contents.withNote(key, text));
    }

    default void deleteNote(String key) {
        change(contents -> contents.withoutNote(key));
    }
}
