package io.meilibridge.meilisearch;

import io.meilibridge.document.DocumentChange.OfDocument;
import io.meilibridge.fault.Failpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Tells which tasks of an index are late copies (HAZARDS C2): of a request that got no answer, was
/// sent again, and was taken all the same, after its resend and maybe after newer changes; or of
/// another process that had the slot before and should send no more.
///
/// A request whose outcome is unknown is *in doubt* until each of its tries is seen as a task, or
/// for [#DOUBT]. A copy that was taken before the resend did no harm: the resend came over it.
/// Thread-safe.
final class LateCopies {

    /// How long a request may be on its way.
    static final Duration DOUBT = Duration.ofMinutes(10);

    /// Ids that are remembered at most; of what is more it is only known that it is in doubt.
    static final int IDS_MAX = 200_000;

    private static final boolean IGNORED = Failpoints.on("ignore-late-copies");

    /// A task that came too late.
    ///
    /// @param task the sync task; empty when it is not known
    /// @param ids of the documents that it may have made old; null when they are not known
    record Late(TaskView copy, String task, @Nullable List<String> ids) {}

    private static final class Doubt {

        final String task;
        final @Nullable List<String> ids;
        int tries;
        long told = -1;
        long sinceNanos;

        Doubt(String task, @Nullable List<String> ids) {
            this.task = task;
            this.ids = ids;
        }

        int size() {
            return ids == null ? 0 : ids.size();
        }
    }

    /// What this process has sent of one origin.
    private static final class Sent {

        final Set<Long> epochs = new HashSet<>();
        long newest = -1;

        /// Of the newest epoch.
        long firstUid;

        void told(long epoch, long uid) {
            if (epochs.add(epoch) && epoch > newest) {
                newest = epoch;
                firstUid = uid;
            }
        }

        /// Whether another process sent it, which had the slot before, and it came after ours.
        boolean isBehind(long epoch, long uid) {
            return !epochs.contains(epoch) && epoch < newest && uid > firstUid;
        }
    }

    private final LongSupplier nanoTime;
    private final AtomicLong requests = new AtomicLong();

    // Guarded by this.
    private final Map<String, Doubt> doubts = new LinkedHashMap<>();
    private final Map<String, Sent> sent = new HashMap<>();
    private int idsKept;

    LateCopies(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// A mark for one request of the batch.
    String mark(String batch) {
        return batch + "/" + requests.incrementAndGet();
    }

    /// A request of the sync task may or may not have been taken.
    ///
    /// @param piece what it writes
    synchronized void doubtful(String mark, String task, Piece piece) {
        Doubt doubt = doubts.get(mark);
        if (doubt == null) {
            doubt = new Doubt(task, ids(piece));
            idsKept += doubt.size();
            doubts.put(mark, doubt);
        }
        doubt.tries++;
        doubt.sinceNanos = nanoTime.getAsLong();
    }

    private @Nullable List<String> ids(Piece piece) {
        if (!(piece instanceof Piece.Changes changes)
                || idsKept + changes.changes().size() > IDS_MAX) {
            return null;
        }
        List<String> ids = new ArrayList<>();
        for (OfDocument change : changes.changes()) {
            ids.add(change.id().value());
        }
        return ids;
    }

    /// A request was taken as this task.
    synchronized void told(String mark, long uid) {
        WriteMark.of(mark)
                .ifPresent(ours ->
                        sent.computeIfAbsent(ours.origin(), _ -> new Sent())
                                .told(ours.epoch(), uid));
        Doubt doubt = doubts.get(mark);
        if (doubt != null) {
            doubt.told = uid;
        }
    }

    /// Whether a copy may come, so that it is to be looked for often.
    synchronized boolean isInDoubt() {
        forgetOld();
        return !doubts.isEmpty();
    }

    private void forgetOld() {
        for (Iterator<Doubt> all = doubts.values().iterator(); all.hasNext(); ) {
            Doubt doubt = all.next();
            if (nanoTime.getAsLong() - doubt.sinceNanos > DOUBT.toNanos()) {
                idsKept -= doubt.size();
                all.remove();
            }
        }
    }

    /// From which uid on tasks have to be looked at that were there before the first look; −1 when
    /// none of the origin was sent yet and none is in doubt.
    synchronized long firstOf(String origin) {
        Sent ours = sent.get(origin);
        long first = ours == null ? Long.MAX_VALUE : ours.firstUid;
        for (Doubt doubt : doubts.values()) {
            first = Math.min(first, Math.max(0, doubt.told));
        }
        return first == Long.MAX_VALUE ? -1 : first;
    }

    /// Whether a task of the index is a late copy. Each task is asked about once, when nothing of
    /// the index is on its way, so that every request of ours was either told of or is in doubt.
    synchronized Optional<Late> judge(TaskView view, String origin) {
        Optional<WriteMark> mark =
                WriteMark.of(view.metadata()).filter(found -> found.origin().equals(origin));
        if (mark.isEmpty() || IGNORED) {
            return Optional.empty();
        }
        Doubt doubt = doubts.get(view.metadata());
        if (doubt != null) {
            return ofDoubt(view, doubt);
        }
        Sent ours = sent.get(origin);
        return ours != null && ours.isBehind(mark.get().epoch(), view.uid())
                ? Optional.of(new Late(view, "", null))
                : Optional.empty();
    }

    private Optional<Late> ofDoubt(TaskView view, Doubt doubt) {
        if (view.uid() == doubt.told) {
            return Optional.empty();
        }
        doubt.tries--;
        if (doubt.tries == 0) {
            idsKept -= doubt.size();
            doubts.remove(view.metadata());
        }
        return view.uid() > doubt.told
                ? Optional.of(new Late(view, doubt.task, doubt.ids))
                : Optional.empty();
    }

    /// What is in doubt of a sync task, to be kept beyond the process: the ids are not.
    synchronized String text(String task) {
        StringBuilder text = new StringBuilder();
        doubts.forEach((mark, doubt) -> {
            if (doubt.task.equals(task)) {
                text.append(doubt.told).append(' ').append(mark).append('\n');
            }
        });
        return text.toString();
    }

    /// Takes over what [#text] gave to an earlier process.
    synchronized void remember(String task, String text) {
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ", 2);
            Doubt doubt = new Doubt(task, null);
            doubt.told = Long.parseLong(parts[0]);
            doubt.tries = 1;
            doubt.sinceNanos = nanoTime.getAsLong();
            doubts.putIfAbsent(parts[1], doubt);
        }
    }
}
