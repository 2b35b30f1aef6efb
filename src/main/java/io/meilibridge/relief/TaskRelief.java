package io.meilibridge.relief;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.Circuit;
import io.meilibridge.meilisearch.Settlement;
import io.meilibridge.meilisearch.UnsettledBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// WAL relief of one sync task: decides when what it cannot send is put aside, puts it aside, and
/// has it sent again before anything else.
///
/// The thread that sends the task's batches calls [#takes], [#tookOver] and [#work]; the reader's
/// thread [#begin]; any thread the rest.
public final class TaskRelief {

    private static final System.Logger LOG = System.getLogger(TaskRelief.class.getName());

    private static final boolean UNSTORED = Failpoints.on("relief-settles-unstored");
    private static final boolean TOO_EARLY = Failpoints.on("relief-direct-too-early");

    /// How long Meilisearch is away before anything is put aside: most outages are shorter.
    public static final Duration BEGINS_AFTER = Duration.ofSeconds(5);

    private static final long LOOK_MILLIS = 200;

    /// After a store failed.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ReliefTask task;
    private final ReliefStore store;
    private final CheckpointStore notes;
    private final Supplier<String> names;
    private final ReliefSwitch allowed;
    private final ReliefDraining draining;

    /// Replaced under the monitor, together with the note.
    private volatile ReliefQueues queues = ReliefQueues.NONE;

    private volatile long pausedUntilNanos = System.nanoTime();

    /// Queues that no note names any more. The sending thread's, but for the first look.
    private volatile List<String> leftOver = List.of();

    /// @param notes where the task's source may write
    /// @param names of queues, each another one, also over restarts
    /// @param allowed shared by all tasks
    public TaskRelief(
            ReliefTask task,
            ReliefStore store,
            CheckpointStore notes,
            Supplier<String> names,
            ReliefSwitch allowed) {
        this.task = task;
        this.store = store;
        this.notes = notes;
        this.names = names;
        this.allowed = allowed;
        this.draining = new ReliefDraining(task, store, this::stepsAside);
    }

    /// The slot is ours and the stream about to open: what is noted counts, nothing else.
    ///
    /// @param anew whether the task begins anew, so that what was put aside is of no use
    /// @throws CheckpointException when the note cannot be read
    public synchronized void begin(boolean anew) {
        Optional<ReliefNote> note = noted(notes, task.id());
        if (note.isEmpty()) {
            queues = ReliefQueues.NONE;
        } else if (anew || !note.get().index().equals(task.index())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what was put aside of task ''{0}'' for index ''{1}'' is dropped: the task"
                            + " begins anew, or with another index",
                    task.id(),
                    note.get().index());
            notes.deleteNote(ReliefNote.key(task.id()));
            leftOver = note.get().queues().stream().map(ReliefNote.Queue::name).toList();
            queues = ReliefQueues.NONE;
        } else {
            queues = ReliefQueues.of(note.get());
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} batches of task ''{1}'' were put aside and are sent first",
                    Long.toString(queues.size()),
                    task.id());
        }
    }

    static Optional<ReliefNote> noted(CheckpointStore notes, String task) {
        try {
            return notes.note(ReliefNote.key(task)).map(ReliefNote::of);
        } catch (IllegalArgumentException unreadable) {
            throw new CheckpointException(
                    ErrorCode.STORE_CORRUPT,
                    "Cannot read what was put aside of task '" + task + "'.",
                    "Remove the note '"
                            + ReliefNote.key(task)
                            + "' from the store of checkpoints, and read the table as a whole.",
                    unreadable);
        }
    }

    /// Batches that are put aside and not settled.
    public long entries() {
        return queues.size();
    }

    /// Whether a delivery that waits is to step aside for [#tookOver].
    public boolean takesOver() {
        return stepsAside() && circuit().away().compareTo(BEGINS_AFTER) >= 0;
    }

    /// Whether nothing is to be sent now, and may be put aside.
    private boolean stepsAside() {
        return allowed.isOn()
                && circuit().isHeld()
                && !task.swaps().getAsBoolean()
                && System.nanoTime() - pausedUntilNanos >= 0;
    }

    private Circuit circuit() {
        return task.destination().circuit();
    }

    /// A batch is to be sent. Sends what was put aside before it; or puts it aside as well.
    ///
    /// @param mayBePutAside not where the batch goes to another index too
    /// @return whether the batch was put aside and is not to be sent; else it is to be sent now
    public boolean takes(Settlement batch, String keyField, boolean mayBePutAside)
            throws InterruptedException {
        while (goesFirst() && !(TOO_EARLY && !circuit().isHeld())) {
            if (!stepsAside()) {
                drain();
            } else if (!mayBePutAside) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } else if (isPutAside(List.of(new UnsettledBatch(batch, keyField)))) {
                return true;
            }
        }
        return false;
    }

    private boolean goesFirst() {
        return !queues.isEmpty() && task.sender().isSending();
    }

    /// The delivery of a batch has stepped aside: puts everything of the task aside that is not
    /// settled, the batch last.
    ///
    /// @return false when the delivery is to go on
    public boolean tookOver(Settlement batch, String keyField) {
        List<UnsettledBatch> all = new ArrayList<>(task.destination().unsettledOf(task.id()));
        if (all.stream().noneMatch(each -> each.settlement() == batch)) {
            all.add(new UnsettledBatch(batch, keyField));
        }
        return takesOver() && isPutAside(all);
    }

    /// Whether [#work] has something to do. Asked now and then.
    public boolean hasWork() {
        return !queues.isEmpty()
                || !leftOver.isEmpty()
                || (takesOver() && !task.destination().unsettledOf(task.id()).isEmpty());
    }

    /// What is to be done though no batch comes: sends what was put aside, which is also how it is
    /// found out that Meilisearch is back; or puts aside what it was sent and has not settled.
    public void work() throws InterruptedException {
        leftOver.forEach(this::drop);
        leftOver = List.of();
        if (queues.isEmpty()) {
            List<UnsettledBatch> unsettled = task.destination().unsettledOf(task.id());
            if (!unsettled.isEmpty() && takesOver()) {
                isPutAside(unsettled);
            }
            return;
        }
        if (!queues.first().isKnown()) {
            // A loss is found also while Meilisearch is away.
            inStore(() -> draining.know(queues.first()));
        }
        while (goesFirst() && !stepsAside()) {
            drain();
        }
    }

    private void drain() throws InterruptedException {
        ReliefQueues now = queues;
        inStore(() -> {
            if (draining.isDone(now.first())) {
                forgetFirst(now);
            }
        });
    }

    /// A step that needs the stores.
    private interface Step {

        void run() throws InterruptedException, ReliefLoss;
    }

    private void inStore(Step step) throws InterruptedException {
        try {
            ReliefQueues now = queues;
            try {
                step.run();
            } catch (ReliefLoss loss) {
                lost(now, loss.fault());
            }
        } catch (CheckpointException unavailable) {
            task.sender().retrying(unavailable, PAUSE);
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private void lost(ReliefQueues now, PipelineException fault) {
        if (queues == now && task.makesGood().test(fault) && became(now, ReliefQueues.NONE)) {
            now.all().forEach(queue -> drop(queue.name()));
        }
    }

    /// All of it is settled: from now on nothing of it is ever sent again.
    private void forgetFirst(ReliefQueues now) {
        if (!became(now, now.withoutFirst())) {
            return;
        }
        drop(now.first().name());
        if (queues.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "all that was put aside of task ''{0}'' is settled",
                    task.id());
        }
    }

    private void drop(String queue) {
        try {
            store.drop(queue);
        } catch (CheckpointException unavailable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "queue ''{0}'' is of no use any more and could not be removed: {1}",
                    queue,
                    unavailable.report());
        }
    }

    /// Changes the queues and what is noted of them, unless the source has begun anew meanwhile.
    private synchronized boolean became(ReliefQueues before, ReliefQueues after) {
        if (queues != before) {
            return false;
        }
        note(after);
        queues = after;
        return true;
    }

    private void note(ReliefQueues of) {
        String key = ReliefNote.key(task.id());
        of.note(task.index())
                .ifPresentOrElse(
                        note -> notes.putNote(key, note.text()), () -> notes.deleteNote(key));
    }

    /// Stored first, then noted, and only then settled.
    private boolean isPutAside(List<UnsettledBatch> batches) {
        ReliefQueue open = null;
        try {
            open = openQueue();
            if (open == null || !isStored(open, batches)) {
                return false;
            }
        } catch (CheckpointException fault) {
            if (open != null) {
                // What it may hold beyond its last entry is not of it.
                open.close();
            }
            failed(fault);
            return false;
        }
        batches.forEach(each -> each.settlement().putAside());
        return true;
    }

    private @Nullable ReliefQueue openQueue() {
        ReliefQueues now = queues;
        ReliefQueue open = now.open();
        if (open != null) {
            return open;
        }
        store.requireSafe();
        ReliefQueue begun = ReliefQueue.begun(names.get());
        if (!became(now, now.with(begun))) {
            return null;
        }
        store.begin(begun.name());
        LOG.log(
                System.Logger.Level.WARNING,
                "Meilisearch is away for {0} s: batches of task ''{1}'' are put aside in ''{2}''",
                Long.toString(circuit().away().toSeconds()),
                task.id(),
                begun.name());
        return begun;
    }

    private boolean isStored(ReliefQueue open, List<UnsettledBatch> batches) {
        long number = open.last();
        for (UnsettledBatch each : batches) {
            number++;
            if (!UNSTORED) {
                ReliefEntry entry = new ReliefEntry(each.settlement().batch(), each.keyField());
                store.append(open.name(), number, entry.bytes());
            }
        }
        synchronized (this) {
            ReliefQueues now = queues;
            if (now.open() != open) {
                return false;
            }
            long before = open.last();
            open.last(number);
            try {
                note(now);
            } catch (CheckpointException unnoted) {
                open.last(before);
                throw unnoted;
            }
            return true;
        }
    }

    private void failed(CheckpointException fault) {
        switch (fault.code()) {
            case RELIEF_UNAVAILABLE, RELIEF_UNSAFE -> {
                if (allowed.off(fault)) {
                    task.sender().met(fault);
                }
            }
            default -> {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "batches of task ''{0}'' are not put aside yet: {1}",
                        task.id(),
                        fault.report());
                pausedUntilNanos = System.nanoTime() + PAUSE.toNanos();
            }
        }
    }
}
