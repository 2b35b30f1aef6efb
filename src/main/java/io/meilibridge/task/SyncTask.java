package io.meilibridge.task;

import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.document.Windows;
import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.Refusal;
import io.meilibridge.meilisearch.Sender;
import io.meilibridge.step.RereadReason;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.step.Unmappable;
import io.meilibridge.step.rule.TaskRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One configured sync task as it runs: the rows of a table on their way into an index. A task that
/// stops or is paused is detached from its source's ledger: what it had in flight is abandoned, its
/// position stands, and the stream brings its changes anew when it goes on.
///
/// Thread-safe, but for its steps, which belong to the reader's thread.
public final class SyncTask implements Sender {

    private static final boolean NO_REREAD = Failpoints.on("no-reread");

    private final TaskDefinition definition;
    private final DestinationIndex destination;
    private final Rereading rows;
    private final RefusedChanges refused;
    private final Pauses pauses;
    private final TaskListener listener;
    private final InstantSource clock;

    private final Windows windows = new Windows();
    private volatile boolean partial;
    private volatile @Nullable DestinationIndex shadow;

    // The reader's thread alone.
    private @Nullable TaskSteps steps;

    /// Written by the reader's thread.
    private volatile List<String> key = List.of();

    // Guarded by this.
    private TaskState state;
    private @Nullable DeliveryLedger ledger;
    private boolean reads;

    /// Whether somebody has paused or resumed it since this process began.
    private volatile boolean told;

    private volatile @Nullable Hearing hearing;
    private volatile boolean dismissed;
    private volatile LongSupplier putAside = () -> 0;

    /// @param letters where what cannot be indexed is kept; null: the task stops before it
    public SyncTask(
            TaskDefinition definition,
            DestinationIndex destination,
            Rereading rows,
            @Nullable DeadLetters letters,
            Pauses pauses,
            TaskListener listener,
            InstantSource clock) {
        this.definition = definition;
        this.destination = destination;
        this.rows = rows;
        this.refused = new RefusedChanges(definition, letters, listener, clock);
        this.pauses = pauses;
        this.listener = listener;
        this.clock = clock;
        this.state =
                definition.autoStart()
                        ? new TaskState.Starting(clock.instant())
                        : new TaskState.Paused(clock.instant());
    }

    public String id() {
        return definition.id();
    }

    public TaskDefinition definition() {
        return definition;
    }

    /// The steps, on the reader's thread.
    public TaskSteps steps() {
        TaskSteps present = steps;
        if (present == null) {
            throw new IllegalStateException("Task '" + id() + "' does not know its key yet.");
        }
        return present;
    }

    /// Steps for another thread, of the same rules.
    public TaskSteps newSteps() {
        TaskRules rules = definition.rules();
        return new TaskSteps(rules.withId(rules.id().withColumns(key)));
    }

    /// Says which columns identify a row, where the configuration leaves that to the table. On the
    /// reader's thread, before the stream opens.
    void identifyBy(List<String> columns) {
        if (steps == null || !key.equals(columns)) {
            TaskRules rules = definition.rules();
            key = List.copyOf(columns);
            steps = new TaskSteps(rules.withId(rules.id().withColumns(key)));
        }
    }

    /// The index that is filled beside the searched one, to take its place; null when none is.
    public @Nullable DestinationIndex shadow() {
        return shadow;
    }

    void rebuildInto(@Nullable DestinationIndex index) {
        shadow = index;
    }

    /// Where rows are read beside the stream, for its changes to be noted in.
    public Windows windows() {
        return windows;
    }

    /// Whether documents of rows that have long been there may be missing in the index: while the
    /// table, or some of its rows, are read again, or when that was given up, or never reads all;
    /// and whether some were refused, so that the index has older ones or none.
    public boolean isPartial() {
        return partial
                || definition.fullSync().where() != null
                || windows.areOpen()
                || deadLetters() > 0;
    }

    /// Documents of the task that are kept as dead letters.
    public int deadLetters() {
        return refused.count();
    }

    /// Batches of the task that are put aside, to be sent once Meilisearch is back.
    public long putAside() {
        return putAside.getAsLong();
    }

    /// Says who knows that.
    public void putsAside(LongSupplier count) {
        putAside = count;
    }

    void partial(boolean isPartial) {
        partial = isPartial;
    }

    public DestinationIndex destination() {
        return destination;
    }

    public synchronized TaskState state() {
        return state;
    }

    /// The source's ledger is known and the stream is about to open.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when it is not known whether somebody has
    ///   paused the task
    void join(DeliveryLedger sourceLedger, Hearing sourceHearing) {
        if (!told) {
            pauses.of(id()).ifPresent(paused -> change(now -> told ? now : recalled(now, paused)));
        }
        synchronized (this) {
            ledger = sourceLedger;
            hearing = sourceHearing;
            dismissed = false;
            if (!state.takesChanges()) {
                sourceLedger.detach(id());
            }
        }
    }

    private TaskState recalled(TaskState now, boolean paused) {
        return switch (now) {
            case TaskState.Starting _ when paused -> new TaskState.Paused(clock.instant());
            case TaskState.Paused held when !paused -> held.resume(clock.instant());
            default -> now;
        };
    }

    /// The stream is open: the task's changes come.
    void streaming() {
        change(now ->
                now instanceof TaskState.Starting starting
                        ? starting.begin(reads, clock.instant())
                        : now);
    }

    /// Its table is read as a whole from now on, or no longer is.
    void reads(boolean isRead) {
        change(now -> {
            reads = isRead;
            return switch (now) {
                case TaskState.Streaming streaming when isRead -> streaming.read(clock.instant());
                case TaskState.Snapshotting reading when !isRead -> reading.read(clock.instant());
                default -> now;
            };
        });
    }

    /// It holds up others: it takes nothing more until what it has in flight is settled, of which
    /// [#drained()] tells.
    void holdBack() {
        change(now ->
                switch (now) {
                    case TaskState.Snapshotting _, TaskState.Streaming _, TaskState.Retrying _ ->
                            new TaskState.BackPressured(clock.instant());
                    default -> now;
                });
    }

    /// All that it had in flight is settled.
    void drained() {
        change(now ->
                now instanceof TaskState.BackPressured held ? held.drained(clock.instant()) : now);
    }

    /// Whether it takes what its source brings.
    public boolean takesChanges() {
        return state().takesChanges();
    }

    @Override
    public String task() {
        return id();
    }

    @Override
    public String idPrefix() {
        return definition.idPrefix();
    }

    @Override
    public boolean isSending() {
        return !dismissed && state().isSending();
    }

    @Override
    public boolean maySend() {
        Hearing known = hearing;
        return known == null || known.isRecent();
    }

    /// Another instance goes on with the task: what is in flight here is given up, until the task
    /// joins another ledger.
    void dismiss() {
        dismissed = true;
        told = false;
    }

    /// Another instance may have kept dead letters of the task.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when their store cannot be read
    void lookAtDeadLetters() {
        refused.readAgain();
    }

    @Override
    public void stop(PipelineException fault) {
        change(now ->
                now instanceof TaskState.Stopped
                        ? now
                        : new TaskState.Stopped(fault, clock.instant()));
    }

    @Override
    public void met(PipelineException fault) {
        listener.met(id(), fault);
    }

    @Override
    public void refused(Refusal refusal) {
        refused.keep(refusal);
    }

    /// What a step of the task makes of events. Those that it does not take are kept as dead
    /// letters: where there is one, the events are given to it one by one, which is the same to it.
    /// On the reader's thread.
    ///
    /// @throws PipelineException when one cannot be kept, or is not to be: the task has to stop
    ///   then
    public List<ChangeEvent> applied(
            BiFunction<TaskSteps, List<ChangeEvent>, List<ChangeEvent>> step,
            List<ChangeEvent> events) {
        return refused.applied(steps(), step, events);
    }

    /// No document can be made of a change: it is kept as a dead letter, durably on return.
    ///
    /// @throws PipelineException when it cannot be kept, or is not to be: the task has to stop then
    public void refused(Unmappable change) {
        refused.keep(change);
    }

    /// Holds the task, over restarts too. Nothing of it is lost. A stopped one stays as it is.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when it could not be stored: then the task
    ///   is held as long as this process runs
    public void pause() {
        told = true;
        change(now -> now.isSending() ? new TaskState.Paused(clock.instant()) : now);
        if (state() instanceof TaskState.Paused) {
            pauses.keep(id(), true);
        }
    }

    /// Lets a paused task go on from its checkpoint, also one of which it is not known yet that it
    /// was paused before this process began; another stays as it is.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when it could not be stored: then the next
    ///   start may find the task paused
    public void resume() {
        boolean mayTurnOutPaused = !told && state() instanceof TaskState.Starting;
        if (mayTurnOutPaused || state() instanceof TaskState.Paused) {
            told = true;
            change(now ->
                    now instanceof TaskState.Paused paused ? paused.resume(clock.instant()) : now);
            pauses.keep(id(), false);
        }
    }

    /// Lets a task that a fault had stopped go on from its checkpoint; another stays as it is.
    public void retry() {
        change(now ->
                now instanceof TaskState.Stopped stopped ? stopped.retry(clock.instant()) : now);
    }

    @Override
    public void retrying(PipelineException fault, Duration backoff) {
        listener.retrying(id(), fault);
        change(now ->
                switch (now) {
                    case TaskState.Streaming flowing -> flowing.retry(fault, clock.instant());
                    case TaskState.Snapshotting flowing -> flowing.retry(fault, clock.instant());
                    default -> now;
                });
    }

    @Override
    public Duration backoff(int attempt) {
        return definition.backoff().apply(attempt);
    }

    @Override
    public void measured(int documents, Duration taken) {
        definition.size().measured(documents, taken);
    }

    @Override
    public void recovered() {
        change(now ->
                now instanceof TaskState.Retrying retrying
                        ? retrying.recover(reads, clock.instant())
                        : now);
    }

    /// The batch with what the stream left out filled in: from the old row, or, where that does not
    /// help, by reading the row again. On the reader's thread.
    ///
    /// @throws io.meilibridge.fault.SourceException when it cannot be read; where that passes by
    ///   itself the source is to bring the batch again
    public ChangeBatch completed(ChangeBatch batch) {
        steps().lacking(isPartial());
        List<ChangeEvent> completed = steps().complete(batch.events());
        for (int i = 0; i < completed.size(); i++) {
            if (!NO_REREAD && steps().needsReread(completed.get(i))) {
                List<ChangeEvent> reread = steps().reread(completed, rows.seeing(batch.xids()));
                count(completed);
                return batch.with(reread);
            }
        }
        return batch.with(completed);
    }

    private void count(List<ChangeEvent> completed) {
        for (ChangeEvent event : completed) {
            RereadReason reason = steps().rereadReason(event);
            if (reason != null) {
                listener.reread(id(), reason);
            }
        }
    }

    void settled(ChangeCounts counts, @Nullable Instant firstCommit) {
        TableName table = definition.table();
        counts.forEach((operation, changes) -> listener.settled(id(), table, operation, changes));
        listener.runSettled(id(), firstCommit);
    }

    /// Changes ended in the steps, by the task's own rules.
    public void filtered(long changes) {
        if (changes > 0) {
            listener.filtered(id(), changes);
        }
    }

    private void change(UnaryOperator<TaskState> transition) {
        TaskState before;
        TaskState after;
        synchronized (this) {
            before = state;
            after = transition.apply(before);
            if (after.equals(before)) {
                return;
            }
            state = after;
            hold(before.takesChanges(), after.takesChanges());
        }
        listener.stateChanged(id(), before, after);
    }

    private void hold(boolean took, boolean takes) {
        if (ledger == null || took == takes) {
            return;
        }
        if (takes) {
            ledger.attach(id());
        } else {
            ledger.detach(id());
        }
    }
}
