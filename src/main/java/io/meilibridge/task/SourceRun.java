package io.meilibridge.task;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.Remedy;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.Heartbeat;
import io.meilibridge.snapshot.Beside;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// One source as it runs: a thread that opens its slot's stream, reads it as long as there is room,
/// and opens it again when it breaks. A fault that passes is retried with back-off; any other stops
/// the source until [#retry()].
public final class SourceRun implements AutoCloseable {

    /// How often a wait looks up: whether to report, whether to end.
    private static final Duration LOOK = Duration.ofMillis(100);

    /// How often one that stands by looks whether the slot is free.
    private static final Duration STAND_BY = Duration.ofSeconds(1);

    private final SourcePlan plan;
    private final List<SyncTask> tasks;
    private final SourceOpening opening;
    private final FullSyncs fullSyncs;
    private final IntFunction<Duration> backoff;
    private final SourceListener listener;
    private final InstantSource clock;
    private final Semaphore retried = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final SlowTasks slow;

    private volatile SourceState state;
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean draining;
    private volatile boolean reopen;
    private volatile boolean closing;
    private volatile @Nullable OpenedStream opened;
    private @Nullable Thread thread;
    private int failures;

    /// @param backoff the wait before try number n to connect, n from 1
    public SourceRun(
            SourcePlan plan,
            List<SyncTask> tasks,
            SourceOpening opening,
            FullSyncs fullSyncs,
            IntFunction<Duration> backoff,
            SourceListener listener,
            InstantSource clock) {
        this.plan = plan;
        this.tasks = List.copyOf(tasks);
        this.opening = opening;
        this.fullSyncs = fullSyncs;
        this.backoff = backoff;
        this.listener = listener;
        this.clock = clock;
        this.slow = new SlowTasks(tasks, System::nanoTime);
        this.state = new SourceState.Connecting(clock.instant());
    }

    public SourcePlan plan() {
        return plan;
    }

    public List<SyncTask> tasks() {
        return tasks;
    }

    /// The full syncs of its tasks.
    public FullSyncs fullSyncs() {
        return fullSyncs;
    }

    public SourceState state() {
        return state;
    }

    /// What writes to its tasks' indexes are marked with: grows from one process that reads the
    /// slot to the next; 0 before the first stream.
    public long epoch() {
        return opening.epoch();
    }

    /// The stream that is open, or was last; null before the first.
    public @Nullable OpenedStream opened() {
        return opened;
    }

    /// Starts reading. What is read goes to `sink` on the reader's thread, which has dispatched it
    /// when it returns.
    public synchronized void start(Sink sink) {
        if (thread != null) {
            throw new IllegalStateException("Source '" + plan.name() + "' is started already.");
        }
        thread = Thread.ofPlatform().name("source-" + plan.name()).start(() -> run(sink));
    }

    /// Takes what a source reads.
    public interface Sink {

        void chunk(WalChunk chunk);

        /// Rows of a full sync, in order with the chunks.
        void rows(Handover rows);
    }

    /// What the chunk holds for each task. Called by the sink, on the reader's thread.
    public List<Handover> route(WalChunk chunk) {
        OpenedStream stream = opened;
        if (stream == null || stream.epoch() != chunk.epoch()) {
            throw new IllegalStateException("A chunk came that is not of the open stream.");
        }
        boolean watched = listener.wantsChanges();
        if (watched) {
            stream.router().watch();
        }
        try {
            return stream.router().route(chunk);
        } catch (DecodeException undecodable) {
            listener.undecodable(plan.name());
            throw undecodable;
        } finally {
            if (watched) {
                listener.changes(plan.name(), stream.router().seen());
            }
        }
    }

    /// Tries again at once what stopped, or waits, for whatever reason.
    public void retry() {
        retried.release();
    }

    /// Lets the source begin anew where its slot is, if its position is lost and each of its tasks
    /// is to be read as a whole.
    public void beginAnewIfOrdered() {
        boolean lost =
                state instanceof SourceState.Stopped stopped
                        && stopped.fault().code().losesPosition();
        if (lost && tasks.stream().allMatch(task -> fullSyncs.openOf(task.id()).isPresent())) {
            beginAnew(false);
        }
    }

    /// Drops the slot and begins anew with another one. Each task's table has to be read as a
    /// whole, which is to be ordered first.
    public void rebuildSlot() {
        beginAnew(true);
    }

    private void beginAnew(boolean withNewSlot) {
        opening.beginAnew(withNewSlot);
        reopen = true;
        retry();
    }

    /// Waits until everything of the task before a position is settled, and has the server asked
    /// how far it is for that.
    ///
    /// @return false when it takes longer than that
    boolean awaitSettled(SyncTask task, Lsn position, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - end < 0) {
            // Anew each time: a stream that ends forgets it.
            fullSyncs.rows().await(position);
            OpenedStream stream = opened;
            if (stream != null && !stream.ledger().checkpoint(task.id()).lsn().isBefore(position)) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }

    private void run(Sink sink) {
        try {
            while (!closing && !draining) {
                attempt(sink);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            enter(new SourceState.Closed(clock.instant()));
            ended.countDown();
        }
    }

    private void attempt(Sink sink) throws InterruptedException {
        // One that stands by looks every second, and goes on standing by meanwhile.
        if (!(state instanceof SourceState.StandingBy)) {
            enter(new SourceState.Connecting(clock.instant()));
        }
        OpenedStream stream = null;
        reopen = false;
        try {
            stream = opening.open();
            opened = stream;
            try (Heartbeat _ = Heartbeat.start(plan.name(), plan.connections(), plan.heartbeat())) {
                read(stream, sink);
            }
        } catch (PipelineException fault) {
            closeQuietly(stream);
            stream = null;
            await(opening.standingBy(fault));
        } catch (RuntimeException bug) {
            closeQuietly(stream);
            stream = null;
            await(
                    new SourceException(
                            ErrorCode.SOURCE_FAILED,
                            "Reading source '" + plan.name() + "' failed.",
                            "See the cause in the log; retry the source with POST /api/cdc/retry.",
                            bug));
        } finally {
            fullSyncs.rows().ends();
            closeQuietly(stream);
        }
    }

    private static void closeQuietly(@Nullable OpenedStream stream) {
        if (stream != null) {
            stream.close();
        }
    }

    /// Waits until the source may be tried again.
    private void await(PipelineException fault) throws InterruptedException {
        if (closing || draining) {
            return;
        }
        retried.drainPermits();
        if (fault.remedy() != Remedy.RETRY) {
            enter(new SourceState.Stopped(fault, clock.instant()));
            boolean again = false;
            while (!closing && !draining && !again) {
                again = retried.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
            return;
        }
        boolean standsBy =
                fault.code() == ErrorCode.SLOT_IN_USE || fault.code() == ErrorCode.FENCED;
        failures++;
        Duration wait = standsBy ? STAND_BY : backoff.apply(failures);
        enter(
                standsBy
                        ? new SourceState.StandingBy(fault, clock.instant())
                        : new SourceState.Retrying(
                                fault, clock.instant().plus(wait), clock.instant()));
        retried.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read(OpenedStream stream, Sink sink) throws InterruptedException {
        StreamTurns turns = new StreamTurns(plan, stream, fullSyncs, sink, listener, opening);
        tasks.forEach(SyncTask::streaming);
        fullSyncs
                .rows()
                .streams(
                        new Beside(stream.epoch(), stream.router().delivered()),
                        stream.published());
        enter(new SourceState.Streaming(clock.instant()));
        while (!closing && !reopen && (draining || !stream.ledger().wantsReopen())) {
            opening.requireOurs();
            slow.look(stream.ledger(), turns.isFull());
            if (draining || !stream.ledger().hasAttached()) {
                enterOnce(new SourceState.Paused(clock.instant()));
                if (draining) {
                    drained.countDown();
                }
                turns.pause();
            } else if (!turns.hasRoom()) {
                enterOnce(new SourceState.BackPressured(clock.instant()));
                turns.awaitRoom();
            } else {
                enterOnce(new SourceState.Streaming(clock.instant()));
                if (turns.pass()) {
                    failures = 0;
                }
            }
        }
        turns.end();
    }

    private void enterOnce(SourceState next) {
        if (!state.word().equals(next.word())) {
            enter(next);
        }
    }

    private void enter(SourceState next) {
        SourceState before = state;
        state = next;
        listener.stateChanged(plan.name(), before, next);
    }

    /// Stops reading for good, while what was dispatched goes on and is still confirmed. Returns
    /// when nothing more is dispatched, or after ten seconds.
    public void drain() throws InterruptedException {
        draining = true;
        for (int i = 0; i < 100 && ended.getCount() > 0 && isStarted(); i++) {
            if (drained.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private synchronized boolean isStarted() {
        return thread != null;
    }

    /// Says the last word to the server, what is settled and stored by now, and ends. Returns when
    /// the reader's thread has ended, or after ten seconds.
    @Override
    public void close() {
        closing = true;
        retried.release();
        if (!isStarted()) {
            return;
        }
        try {
            ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// What transactions that are not committed yet have on disk.
    public long spooledBytes() {
        OpenedStream stream = opened;
        return stream == null || stream.whole() == null ? 0 : stream.whole().bytes();
    }

    /// What was last confirmed, or [Lsn#INVALID] before the first stream.
    public Lsn confirmed() {
        OpenedStream stream = opened;
        return stream == null ? Lsn.INVALID : stream.keeper().confirmed();
    }
}
