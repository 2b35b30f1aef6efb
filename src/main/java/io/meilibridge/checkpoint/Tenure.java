package io.meilibridge.checkpoint;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// Which of several instances writes for a source: the one whose epoch the store holds. An epoch is
/// a number that is raised each time another process has got the source's slot, and never used
/// twice, also where the store was emptied in between: it is at least the milliseconds since 1970.
///
/// Whoever got the slot takes the tenure before it reads what is stored; from then on the store
/// refuses what an earlier one still writes through [#fenced]. Thread-safe.
public final class Tenure {

    /// Begins the names of the notes that hold epochs.
    static final String NOTE = "epoch:";

    private static final boolean NO_FENCE = Failpoints.on("no-fence");

    private final CheckpointStore store;
    private final String source;
    private final InstantSource clock;
    private volatile long epoch;
    private volatile boolean lost;

    public Tenure(CheckpointStore store, String source, InstantSource clock) {
        this.store = store;
        this.source = source;
        this.clock = clock;
    }

    /// This process's epoch, what it writes to an index is marked with; 0 before the first.
    public long epoch() {
        return epoch;
    }

    /// Whether it is known that another process has had the slot since it was taken.
    public boolean isLost() {
        return lost;
    }

    /// The slot was got.
    ///
    /// @return whether nobody else had it since this process took it last, so that what it knows
    ///   still holds
    /// @throws CheckpointException when the store cannot be used
    public boolean take() {
        long[] taken = new long[1];
        store.change(contents -> {
            long stored = stored(contents).orElse(0);
            taken[0] = stored == epoch && epoch != 0 ? stored : after(stored);
            return contents.withNote(NOTE + source, Long.toString(taken[0]));
        });
        boolean goesOn = taken[0] == epoch;
        epoch = taken[0];
        lost = false;
        return goesOn;
    }

    private long after(long stored) {
        return Math.max(stored + 1, clock.millis());
    }

    /// Looks whether another process has had the slot.
    ///
    /// @throws CheckpointException FENCED when one has; else when the store cannot be read
    public void requireOurs() {
        require(store.contents());
    }

    private void require(StoreContents contents) {
        OptionalLong stored = stored(contents);
        if (epoch == 0 || NO_FENCE || (stored.isPresent() && stored.getAsLong() == epoch)) {
            return;
        }
        lost = true;
        throw new CheckpointException(
                ErrorCode.FENCED,
                "Cannot write for source '%s': expected epoch %d in the store, got %s."
                        .formatted(
                                source,
                                epoch,
                                stored.isPresent() ? Long.toString(stored.getAsLong()) : "none"),
                "Another instance has taken the slot over. This one writes nothing more and stands"
                        + " by.");
    }

    private OptionalLong stored(StoreContents contents) {
        String text = contents.notes().get(NOTE + source);
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException unreadable) {
            throw new CheckpointException(
                    ErrorCode.STORE_CORRUPT,
                    "Cannot read the epoch of source '" + source + "': expected a number.",
                    "Remove the note '" + NOTE + source + "' from the store.",
                    unreadable);
        }
    }

    /// The store, as this process may write it: a change throws FENCED, and changes nothing, once
    /// another process has taken the tenure. Before the first [#take] everything may be written.
    public CheckpointStore fenced() {
        return new Fenced();
    }

    private final class Fenced implements CheckpointStore {

        @Override
        public boolean survivesRestart() {
            return store.survivesRestart();
        }

        @Override
        public boolean isShared() {
            return store.isShared();
        }

        @Override
        public StoreContents contents() {
            return store.contents();
        }

        @Override
        public void change(UnaryOperator<StoreContents> change) {
            store.change(contents -> {
                require(contents);
                return change.apply(contents);
            });
        }

        /// The store is its owner's.
        @Override
        public void close() {}
    }
}
