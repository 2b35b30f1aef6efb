package io.meilibridge.checkpoint;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stores the checkpoints of one source as its ledger moves, and only then says what may be
/// confirmed to the slot. One save holds the checkpoints and the LSN about to be confirmed, so
/// nothing is ever confirmed that is not stored (a slot found ahead of its store was moved by
/// someone else).
///
/// A watermark that moved is stored within a second, or sooner by the settings. When the store is
/// down, delivery goes on, nothing is confirmed, the listener is told once, and each next turn
/// tries again.
///
/// Thread-safe. [#start] runs it on a virtual thread of its own until [#close].
public final class CheckpointKeeper implements AutoCloseable {

    /// A watermark is stored and confirmed after this at the latest, whatever the flush interval.
    private static final Duration CONFIRM_WITHIN = Duration.ofMillis(900);

    /// Ended receipts do not cause a save sooner than this after the last one.
    private static final Duration REST = Duration.ofMillis(50);

    private static final boolean CONFIRM_RECEIVED = Failpoints.on("confirm-received");
    private static final boolean CONFIRM_UNSTORED = Failpoints.on("confirm-unstored");

    private static final Duration JOIN_WITHIN = Duration.ofSeconds(5);

    private final CheckpointStore store;
    private final DeliveryLedger ledger;
    private final FlushSettings settings;
    private final CheckpointListener listener;
    private final Runnable before;

    // Guarded by this.
    private final Map<String, Checkpoint> saved = new HashMap<>();
    private SourceIdentity identity;
    private boolean identitySaved;
    private @Nullable Thread thread;
    private boolean closed;

    private volatile Lsn confirmed;
    private volatile @Nullable CheckpointException fault;

    /// @param identity as the position guard gave it; its confirmed LSN is what the slot has
    /// @param before stores what has to stand before the positions of a save, which are decided on
    ///   when it is called; where it throws a [CheckpointException], they are not saved
    public CheckpointKeeper(
            CheckpointStore store,
            DeliveryLedger ledger,
            SourceIdentity identity,
            FlushSettings settings,
            CheckpointListener listener,
            Runnable before) {
        this.store = store;
        this.ledger = ledger;
        this.identity = identity;
        this.settings = settings;
        this.listener = listener;
        this.before = before;
        this.confirmed = identity.confirmed();
    }

    /// Stores the starting position, then runs until closed.
    public synchronized void start() {
        if (thread != null || closed) {
            throw new IllegalStateException("The checkpoint keeper was started before.");
        }
        thread = Thread.ofVirtual().name("checkpoint-" + identity.source()).start(this::keepSaving);
    }

    /// What may be sent as flushed in a status update, now and for ever: it is stored.
    public Lsn confirmed() {
        return confirmed;
    }

    /// Why nothing is confirmed at the moment; empty when the last save worked.
    public Optional<CheckpointException> fault() {
        return Optional.ofNullable(fault);
    }

    /// Stores now what has changed. Does not throw when the store is down, see [#fault].
    ///
    /// @return what may be confirmed after that
    public synchronized Lsn flush() {
        if (!closed) {
            save();
        }
        return confirmed;
    }

    /// Sets a task to a position by hand: stored first, then taken by the ledger.
    ///
    /// @throws IllegalArgumentException when the position is before what may have been confirmed
    /// @throws CheckpointException when it could not be stored; the task stays where it was
    public void place(Checkpoint checkpoint) {
        placeAll(List.of(checkpoint));
    }

    /// The same for several tasks: all of them, or none.
    public synchronized void placeAll(Collection<Checkpoint> checkpoints) {
        checkpoints.forEach(ledger::requireReachable);
        store.overwrite(checkpoints);
        for (Checkpoint checkpoint : checkpoints) {
            ledger.place(checkpoint);
            saved.put(checkpoint.task(), checkpoint);
        }
    }

    /// Takes a task out of the ledger and forgets its checkpoint.
    ///
    /// @throws CheckpointException when the store could not forget it; the task stays
    public synchronized void remove(String task) {
        store.delete(Set.of(task));
        ledger.disable(task);
        saved.remove(task);
    }

    /// Saves a last time and ends the thread. Idempotent. What could not be stored is not confirmed
    /// and comes again after a restart.
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            if (closed) {
                return;
            }
            save();
            closed = true;
            running = thread;
            if (running != null) {
                // Under the monitor: the thread waits and does not write, which an interrupt
                // breaks.
                running.interrupt();
            }
        }
        if (running != null) {
            joinQuietly(running);
        }
    }

    /// Ends without a last save: another process keeps the source's checkpoints.
    public void discard() {
        synchronized (this) {
            closed = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private static void joinQuietly(Thread running) {
        try {
            running.join(JOIN_WITHIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepSaving() {
        Duration turn =
                settings.interval().compareTo(CONFIRM_WITHIN) < 0
                        ? settings.interval()
                        : CONFIRM_WITHIN;
        Duration sinceSave = settings.interval();
        try {
            while (!isClosed()) {
                long ended = ledger.inFlight().endedReceipts();
                if (sinceSave.compareTo(settings.interval()) >= 0
                        || ledger.confirmable().isAfter(confirmed)) {
                    flush();
                    sinceSave = Duration.ZERO;
                }
                if (ledger.inFlight().awaitEndedReceipts(ended + settings.batchSize(), turn)) {
                    flush();
                    sinceSave = Duration.ZERO;
                    Thread.sleep(REST);
                } else {
                    sinceSave = sinceSave.plus(turn);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void save() {
        Watermark watermark = ledger.watermark();
        List<Checkpoint> changed =
                watermark.checkpoints().stream().filter(this::differsFromSaved).toList();
        Lsn reachable = CONFIRM_RECEIVED ? ledger.streamEnd() : watermark.confirmable();
        Lsn reached = Lsn.max(confirmed, reachable);
        boolean moved = reached.isAfter(confirmed);
        if (changed.isEmpty() && !moved && identitySaved) {
            return;
        }
        SourceIdentity next = identity.withConfirmed(reached);
        if (CONFIRM_UNSTORED) {
            confirmed = reached;
        }
        try {
            before.run();
            store.save(next, changed);
        } catch (CheckpointException failure) {
            failed(failure);
            return;
        } catch (RuntimeException failure) {
            // Outside the store's contract, but a dead keeper would let WAL pile up unseen.
            failed(
                    new CheckpointException(
                            ErrorCode.STORE_UNAVAILABLE,
                            "Cannot save checkpoints of source '%s' at %s: expected a stored position, got %s."
                                    .formatted(
                                            next.source(),
                                            reached,
                                            failure.getClass().getSimpleName()),
                            "Nothing is confirmed until it can be stored.",
                            failure));
            return;
        }
        identity = next;
        identitySaved = true;
        changed.forEach(checkpoint -> saved.put(checkpoint.task(), checkpoint));
        confirmed = reached;
        if (fault != null) {
            fault = null;
            listener.storeRecovered();
        }
        if (moved) {
            listener.confirmedMoved(reached);
        }
    }

    private void failed(CheckpointException failure) {
        boolean first = fault == null;
        fault = failure;
        if (first) {
            listener.storeFailed(failure);
        }
    }

    private boolean differsFromSaved(Checkpoint checkpoint) {
        Checkpoint before = saved.get(checkpoint.task());
        return before == null
                || !before.lsn().equals(checkpoint.lsn())
                || before.events() != checkpoint.events();
    }
}
