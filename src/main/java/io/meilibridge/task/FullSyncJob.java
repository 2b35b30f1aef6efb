package io.meilibridge.task;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.snapshot.FullSync;
import io.meilibridge.snapshot.FullSyncOrder;
import io.meilibridge.snapshot.FullSyncProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One full sync, from its order to its end. Thread-safe.
public final class FullSyncJob {

    /// What a full sync is doing.
    public enum State {
        /// For another one, for its task, or for the stream.
        WAITING,
        READING,
        /// It looks for documents whose rows are gone.
        REMOVING,
        /// The index that it filled takes the place of the searched one.
        SWAPPING,
        DONE,
        CANCELED,
        /// Another instance goes on with it.
        PASSED_ON;

        /// One word, as the API has it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final FullSync sync;
    private final InstantSource clock;

    // Guarded by this.
    private State state = State.WAITING;
    private @Nullable Instant began;
    private @Nullable Instant ended;
    private @Nullable PipelineException lastFault;

    FullSyncJob(FullSync sync, InstantSource clock) {
        this.sync = sync;
        this.clock = clock;
    }

    FullSync sync() {
        return sync;
    }

    /// Its name in the API.
    public String id() {
        return sync.order().job();
    }

    public String task() {
        return sync.order().task();
    }

    public FullSyncOrder order() {
        return sync.order();
    }

    /// Whether its rows go to another index, so that what is searched stays whole. With no document
    /// in the searched one they go there at once; false too until somebody has looked.
    public boolean isRebuild() {
        return sync.isSwap();
    }

    /// Whether rows that were there at the task's first start are missing in what is searched until
    /// it is done.
    public boolean isFirst() {
        boolean starts = order().reason() == FullSyncOrder.Reason.FIRST_START && !isRebuild();
        return starts || order().replacesFirst();
    }

    public FullSyncProgress progress() {
        return sync.progress();
    }

    public synchronized State state() {
        return state;
    }

    /// Whether it has still something to do.
    public synchronized boolean isOpen() {
        return switch (state) {
            case WAITING, READING, REMOVING, SWAPPING -> true;
            case DONE, CANCELED, PASSED_ON -> false;
        };
    }

    /// When this process began to read; null before.
    public synchronized @Nullable Instant began() {
        return began;
    }

    public synchronized @Nullable Instant ended() {
        return ended;
    }

    /// What last went wrong and was, or is, tried again.
    public synchronized @Nullable PipelineException lastFault() {
        return lastFault;
    }

    /// Rows read by this process for each second since it began.
    public synchronized double rowsPerSecond() {
        if (began == null) {
            return 0;
        }
        Instant until = ended == null ? clock.instant() : ended;
        double seconds = Duration.between(began, until).toNanos() / 1e9;
        return seconds <= 0 ? 0 : sync.progress().rowsRead() / seconds;
    }

    synchronized void reading() {
        if (state == State.WAITING) {
            state = State.READING;
            began = began == null ? clock.instant() : began;
        }
    }

    synchronized void removing() {
        if (state == State.READING) {
            state = State.REMOVING;
        }
    }

    synchronized void swapping() {
        if (state == State.READING) {
            state = State.SWAPPING;
        }
    }

    synchronized void waiting() {
        if (isOpen()) {
            state = State.WAITING;
        }
    }

    synchronized void failed(PipelineException fault) {
        lastFault = fault;
    }

    synchronized void done() {
        end(State.DONE);
    }

    synchronized void canceled() {
        sync.cancel();
        end(State.CANCELED);
    }

    synchronized void passedOn() {
        sync.cancel();
        end(State.PASSED_ON);
    }

    private void end(State last) {
        if (isOpen()) {
            state = last;
            ended = clock.instant();
        }
    }
}
