package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.document.IndexUid;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.LateCopySearch;
import io.meilibridge.snapshot.Beside;
import io.meilibridge.snapshot.FullSyncOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds late copies of what a source has written and makes their documents right again (HAZARDS
/// C2), on a thread of its own. It looks every second while a request is in doubt, else every ten
/// seconds, since another process may have had the slot before.
///
/// What is in doubt is noted in the store before a position is stored that is past it ([#keep]), so
/// that a copy that comes while no process runs is found by the next. What that one does not know
/// the ids of is made right by reading the table as a whole.
public final class LateCopyCare implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LateCopyCare.class.getName());

    /// In a note: rows that a copy had made old were not read again yet.
    private static final String UNREAD = "unread\n";

    private static final boolean FORGETS = Failpoints.on("forget-doubts");

    private static final long TICK_MILLIS = 200;
    private static final long PAUSE_IN_DOUBT_NANOS = 1_000_000_000L;
    private static final long PAUSE_NANOS = 10_000_000_000L;

    /// How long rows may take at a time; what is not done by then is tried again.
    private static final Duration ROWS_LIMIT = Duration.ofSeconds(30);

    private final FullSyncs syncs;
    private final CheckpointStore store;
    private final RowResync rows;
    private final Thread thread;

    /// Tasks whose table is to be read as a whole.
    private final Set<String> unread = ConcurrentHashMap.newKeySet();

    // The thread's own.
    private final Map<IndexUid, LateCopySearch> searches = new LinkedHashMap<>();
    private final Map<IndexUid, Long> lookedNanos = new HashMap<>();
    private final Map<String, Set<String>> outdated = new ConcurrentHashMap<>();

    /// What the store was last told of a task. Guarded by itself, as is what follows.
    private final Map<String, String> noted = new HashMap<>();

    private long rememberedAt = -1;

    public LateCopyCare(SourcePlan plan, FullSyncs syncs, CheckpointStore store) {
        this.syncs = syncs;
        this.store = store;
        this.rows = new RowResync(syncs, plan.connections());
        String origin = plan.name() + "/" + plan.slot();
        for (SyncTask task : syncs.tasks()) {
            searches.computeIfAbsent(
                    task.definition().index(), _ -> task.destination().lateCopies(origin));
        }
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("late-copies-" + plan.name())
                        .unstarted(this::run);
    }

    /// Takes over what an earlier process had in doubt, and begins to look.
    public void start() {
        thread.start();
    }

    private LateCopySearch searchOf(SyncTask task) {
        LateCopySearch search = searches.get(task.definition().index());
        if (search == null) {
            throw new IllegalStateException("Task '" + task.id() + "' came later.");
        }
        return search;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(TICK_MILLIS);
                try {
                    if (remember() && syncs.rows().beside() != null) {
                        searches.forEach(this::lookIfDue);
                        readUnread();
                        readOutdated();
                        syncs.tasks().forEach(this::renew);
                    }
                } catch (CheckpointException unavailable) {
                    LOG.log(System.Logger.Level.DEBUG, "{0}", unavailable.report());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// What an earlier process had in doubt, before anything is noted over it: each time that the
    /// stream opens, since another may have had the slot until then.
    ///
    /// @return false when there was no stream yet
    /// @throws CheckpointException when the store cannot be read
    private boolean remember() {
        Beside beside = syncs.rows().beside();
        synchronized (noted) {
            if (beside == null || beside.epoch() == rememberedAt) {
                return rememberedAt >= 0;
            }
            for (SyncTask task : syncs.tasks()) {
                noted.put(task.id(), store.note(key(task.id())).orElse(""));
            }
            for (SyncTask task : syncs.tasks()) {
                String text = noted.getOrDefault(task.id(), "");
                if (text.startsWith(UNREAD)) {
                    unread.add(task.id());
                }
                searchOf(task).remember(task.id(), text.replace(UNREAD, ""));
            }
            rememberedAt = beside.epoch();
            return true;
        }
    }

    /// Keeps what has come to be in doubt, of every task. To be called before positions are stored,
    /// when it is decided which: so none is stored that is past something in doubt which is not.
    ///
    /// @throws CheckpointException when it cannot be kept
    public void keep() {
        if (remember()) {
            syncs.tasks().forEach(this::add);
        }
    }

    /// Only adds: what is no longer in doubt may just have been found to be a late copy.
    private void add(SyncTask task) {
        synchronized (noted) {
            Set<String> lines = new LinkedHashSet<>(kept(task).lines().toList());
            if (lines.addAll(inDoubt(task).lines().toList())) {
                put(task, String.join("\n", lines) + "\n");
            }
        }
    }

    /// Forgets also what is in doubt no more. On the thread that looks for copies.
    private void renew(SyncTask task) {
        synchronized (noted) {
            String text = inDoubt(task);
            if (!text.equals(kept(task))) {
                put(task, text);
            }
        }
    }

    private String inDoubt(SyncTask task) {
        boolean isUnread = unread.contains(task.id()) || outdated.containsKey(task.id());
        return (isUnread ? UNREAD : "") + searchOf(task).inDoubt(task.id());
    }

    private String kept(SyncTask task) {
        return noted.getOrDefault(task.id(), "");
    }

    private void put(SyncTask task, String text) {
        if (FORGETS) {
            return;
        }
        if (text.isEmpty()) {
            store.deleteNote(key(task.id()));
        } else {
            store.putNote(key(task.id()), text);
        }
        noted.put(task.id(), text);
    }

    private void lookIfDue(IndexUid index, LateCopySearch search) {
        long pause = search.isInDoubt() ? PAUSE_IN_DOUBT_NANOS : PAUSE_NANOS;
        Long looked = lookedNanos.get(index);
        if (looked != null && System.nanoTime() - looked < pause) {
            return;
        }
        lookedNanos.put(index, System.nanoTime());
        try {
            search.look().forEach(found -> came(index, found));
        } catch (PipelineException fault) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "the tasks of index ''{0}'' are not known: {1}",
                    index,
                    fault.report());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void came(IndexUid index, LateCopySearch.Found found) {
        List<String> ids = found.ids();
        LOG.log(
                System.Logger.Level.WARNING,
                "task {0} on index ''{1}'' is a late copy of {2}, which may have made documents old:"
                        + " {3}",
                Long.toString(found.copy()),
                index,
                found.mark(),
                ids == null ? "the table is read as a whole" : ids.size() + " rows are read again");
        for (SyncTask task : syncs.tasks()) {
            boolean isIts = found.task().isEmpty() || found.task().equals(task.id());
            if (!isIts || !task.definition().index().equals(index)) {
                continue;
            }
            if (ids == null) {
                unread.add(task.id());
            } else {
                outdated.computeIfAbsent(task.id(), _ -> new LinkedHashSet<>()).addAll(ids);
            }
        }
    }

    private void readUnread() {
        for (SyncTask task : syncs.tasks()) {
            try {
                if (unread.contains(task.id())) {
                    readAll(task);
                    unread.remove(task.id());
                }
            } catch (PipelineException fault) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the table of task ''{0}'' is not read again yet: {1}",
                        task.id(),
                        fault.report());
            }
        }
    }

    private void readAll(SyncTask task) {
        FullSyncPlan plan = task.definition().fullSync();
        if (plan.start() == FullSyncPlan.Start.NONE) {
            task.stop(
                    new DeliveryException(
                            ErrorCode.LATE_COPY,
                            "It is not known which documents of index '"
                                    + task.definition().index()
                                    + "' a late copy has made old.",
                            "Read the table as a whole: POST /api/sync-tasks/"
                                    + task.id()
                                    + "/full-sync, then retry the task."));
            return;
        }
        boolean isOrdered = syncs.openOf(task.id()).filter(job -> job.began() == null).isPresent();
        if (!isOrdered) {
            syncs.order(task, FullSyncOrder.Reason.LATE_COPY, plan.inPlace());
        }
    }

    /// Makes documents what their rows are. They go to the index after the copy, which is there.
    private void readOutdated() throws InterruptedException {
        for (SyncTask task : syncs.tasks()) {
            Set<String> ids = outdated.getOrDefault(task.id(), Set.of());
            if (ids.isEmpty() || !task.isSending()) {
                continue;
            }
            try {
                rows.run(task, new ArrayList<>(ids), ROWS_LIMIT);
                outdated.remove(task.id());
            } catch (PipelineException fault) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "rows of task ''{0}'' that a late copy had made old are not read again yet:"
                                + " {1}",
                        task.id(),
                        fault.report());
            }
        }
    }

    static String key(String task) {
        return "doubts:" + task;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(1000);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
