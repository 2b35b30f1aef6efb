package io.meilibridge.task;

import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.TaskLoad;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Sees to it that a task of which nothing gets settled does not hold up the others of its source
/// (HAZARDS B1): once it fills the memory for what is in flight, it is held back, and the others go
/// on. It takes part again when all that it had is settled. Where every task is stuck none is held
/// back: reading waits. Used by the reader's thread.
final class SlowTasks {

    /// How long nothing of a task may be settled before it counts as stuck.
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

    private static final boolean NEVER = Failpoints.on("no-holding-back");

    private final List<SyncTask> tasks;
    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new HashMap<>();
    private long lookedNanos;

    /// @param load what a task had in flight when something of it was last seen to be settled, or
    ///   when there was nothing
    private record Seen(TaskLoad load, long sinceNanos) {}

    SlowTasks(List<SyncTask> tasks, LongSupplier nanoTime) {
        this.tasks = List.copyOf(tasks);
        this.nanoTime = nanoTime;
        this.lookedNanos = nanoTime.getAsLong() - LOOK_NANOS;
    }

    /// A look, if it is due. To be called now and then, and as long as there is no room.
    ///
    /// @param isFull whether there is no room for more in flight, though it may be sent on
    void look(DeliveryLedger ledger, boolean isFull) {
        long now = nanoTime.getAsLong();
        if (tasks.size() < 2 || NEVER || now - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = now;
        for (SyncTask task : tasks) {
            see(task, ledger.load(task.id()), now);
        }
        if (isFull) {
            stuckHolder(ledger, now).ifPresent(SyncTask::holdBack);
        }
    }

    private void see(SyncTask task, TaskLoad load, long now) {
        if (load.events() == 0) {
            task.drained();
        }
        Seen last = seen.get(task.id());
        boolean moves =
                last == null
                        || load.events() == 0
                        || load.endedReceipts() != last.load().endedReceipts();
        if (moves) {
            seen.put(task.id(), new Seen(load, now));
        }
    }

    /// The one with most in flight of those that are stuck, if any other moves.
    private Optional<SyncTask> stuckHolder(DeliveryLedger ledger, long now) {
        List<SyncTask> taking = tasks.stream().filter(SyncTask::takesChanges).toList();
        if (taking.stream().allMatch(task -> isStuck(task, now))) {
            return Optional.empty();
        }
        return taking.stream()
                .filter(task -> isStuck(task, now) && !isCutOff(task))
                .max(Comparator.comparingLong(task -> ledger.load(task.id()).bytes()));
    }

    private boolean isStuck(SyncTask task, long now) {
        Seen last = seen.get(task.id());
        return last != null && now - last.sinceNanos() >= PATIENCE_NANOS;
    }

    /// Where Meilisearch is away, it is so for all.
    private static boolean isCutOff(SyncTask task) {
        @Nullable ErrorCode code =
                task.state() instanceof TaskState.Retrying retrying
                        ? retrying.fault().code()
                        : null;
        return code == ErrorCode.DESTINATION_UNREACHABLE;
    }
}
