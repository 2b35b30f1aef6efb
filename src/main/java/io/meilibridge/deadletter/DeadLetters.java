package io.meilibridge.deadletter;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The dead letters of all sync tasks, within their limits. Which documents of a task have one is
/// known without asking the store. Those that are older than they are to be kept go at the start,
/// when there is no room for another, and before they are listed. Thread-safe.
public final class DeadLetters {

    private static final long READ_PAUSE_MILLIS = 1000;

    private final DeadLetterStore store;
    private final int maxPerTask;
    private final Duration retention;
    private final InstantSource clock;
    private final Consumer<DeadLetter> onAdded;

    // Written under this; the reader of a source looks into it for every chunk.
    private final Map<String, Set<String>> idsByTask = new ConcurrentHashMap<>();
    private volatile boolean known;

    /// Reads the store: now, or where it is away as soon as it is back.
    ///
    /// @param maxPerTask how many a task may have
    /// @param retention how long one is kept; zero for ever
    /// @param onAdded told of each after it is stored; returns soon and does not throw
    /// @throws CheckpointException when it holds what was not written there
    public DeadLetters(
            DeadLetterStore store,
            int maxPerTask,
            Duration retention,
            InstantSource clock,
            Consumer<DeadLetter> onAdded) {
        this.store = store;
        this.maxPerTask = maxPerTask;
        this.retention = retention;
        this.clock = clock;
        this.onAdded = onAdded;
        if (!isRead()) {
            Thread.ofVirtual().name("dead-letters-reading").start(this::readOnceItIsBack);
        }
    }

    private synchronized boolean isRead() {
        try {
            store.all().forEach(this::know);
            removeOld();
            known = true;
        } catch (CheckpointException away) {
            if (away.remedy() != Remedy.RETRY) {
                throw away;
            }
        }
        return known;
    }

    /// Another process may have written the store since it was read.
    ///
    /// @throws CheckpointException when it cannot be read
    public synchronized void readAgain() {
        List<DeadLetter> stored = List.copyOf(store.all());
        idsByTask.clear();
        stored.forEach(this::know);
        known = true;
    }

    private void readOnceItIsBack() {
        try {
            do {
                Thread.sleep(READ_PAUSE_MILLIS);
            } while (!isRead());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void know(DeadLetter letter) {
        idsByTask
                .computeIfAbsent(letter.task(), _ -> ConcurrentHashMap.newKeySet())
                .add(letter.id());
    }

    /// Keeps one; on return it is durable.
    ///
    /// @throws DeliveryException DEAD_LETTERS_FULL when the task has as many as it may,
    ///   DEAD_LETTERS_UNAVAILABLE when the store cannot be written
    public synchronized void add(DeadLetter letter) {
        Set<String> known = idsByTask.getOrDefault(letter.task(), Set.of());
        if (!known.contains(letter.id()) && known.size() >= maxPerTask && !isFreed(letter.task())) {
            throw new DeliveryException(
                    ErrorCode.DEAD_LETTERS_FULL,
                    "Task '%s' has %d dead letters, as many as it may."
                            .formatted(letter.task(), maxPerTask),
                    "See GET /api/dead-letters?task="
                            + letter.task()
                            + " for what is wrong with them; mend it and reprocess or delete them,"
                            + " or raise 'error_handling.dead_letter_queue.max_entries_per_task'."
                            + " Then retry the task.");
        }
        try {
            store.put(letter);
        } catch (CheckpointException down) {
            throw new DeliveryException(
                    ErrorCode.DEAD_LETTERS_UNAVAILABLE,
                    "A document of task '"
                            + letter.task()
                            + "' cannot be indexed, and its dead letter cannot be stored: "
                            + down.getMessage(),
                    down.hint() + " Then retry the task: nothing was passed over.",
                    down);
        }
        know(letter);
        onAdded.accept(letter);
    }

    /// Whether there is room after those that are too old have gone.
    private boolean isFreed(String task) {
        return removeOld() && idsByTask.getOrDefault(task, Set.of()).size() < maxPerTask;
    }

    /// Removes what is older than it is to be kept.
    ///
    /// @return whether there was any
    private synchronized boolean removeOld() {
        if (!retention.isPositive()) {
            return false;
        }
        Instant limit = clock.instant().minus(retention);
        List<String> old =
                store.all().stream()
                        .filter(letter -> letter.at().isBefore(limit))
                        .map(DeadLetter::id)
                        .toList();
        remove(old);
        return !old.isEmpty();
    }

    /// How many the task has; one while that is not known yet. Does not wait.
    public int count(String task) {
        return !known ? 1 : idsByTask.getOrDefault(task, Set.of()).size();
    }

    /// The newest first.
    ///
    /// @throws CheckpointException when the store cannot be read
    public List<DeadLetter> list(Predicate<DeadLetter> wanted, int max) {
        removeOld();
        return store.all().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(DeadLetter::at).reversed())
                .limit(max)
                .toList();
    }

    /// @throws CheckpointException when the store cannot be read
    public Optional<DeadLetter> one(String id) {
        return store.all().stream().filter(letter -> letter.id().equals(id)).findFirst();
    }

    /// @throws CheckpointException when the store cannot be written
    public synchronized void remove(Collection<String> ids) {
        store.remove(ids);
        idsByTask.values().forEach(known -> known.removeAll(Set.copyOf(ids)));
    }

    /// Removes those of them that have not been refused anew since.
    ///
    /// @return how many
    /// @throws CheckpointException when the store cannot be read or written
    public synchronized int removeUnlessRefusedAnew(List<DeadLetter> earlier) {
        Set<DeadLetter> present = Set.copyOf(store.all());
        List<String> mended =
                earlier.stream().filter(present::contains).map(DeadLetter::id).toList();
        remove(mended);
        return mended.size();
    }
}
