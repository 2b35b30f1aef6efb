package io.meilibridge.snapshot;

import io.meilibridge.replication.TableStorage;
import io.meilibridge.snapshot.PageRanges.Range;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far one full sync is. Pages are taken in chunks, may be given back, and are done when every
/// document made of their rows is settled. What is done survives a restart, see [FullSyncNote].
///
/// Thread-safe.
public final class FullSync {

    /// What the rows of a chunk should come to.
    private static final long CHUNK_BYTES = 8L << 20;

    private final FullSyncOrder order;

    // Guarded by this.
    private @Nullable TableStorage storage;
    private final PageRanges done;
    private final Deque<Range> givenBack = new ArrayDeque<>();
    private long chunkPages = 1;
    private long next;
    private int taken;
    private long rowsDone;
    private long rowsRead;
    private long generation;
    private long changes;
    private boolean canceled;

    private volatile FullSyncNote.@Nullable SwapState swap;

    /// Null until somebody has looked.
    private volatile @Nullable Boolean overOld;

    public FullSync(FullSyncOrder order) {
        this(order, null, new PageRanges(), 0, null, null);
    }

    /// One that goes on where an earlier process was.
    ///
    /// @param storage the pages that are counted in; null when it had not begun
    FullSync(
            FullSyncOrder order,
            @Nullable TableStorage storage,
            PageRanges done,
            long rowsDone,
            @Nullable Boolean overOld,
            FullSyncNote.@Nullable SwapState swap) {
        this.order = order;
        this.swap = swap;
        this.overOld = overOld;
        this.done = done;
        this.rowsDone = rowsDone;
        if (storage != null) {
            plan(storage);
        }
    }

    public FullSyncOrder order() {
        return order;
    }

    /// Whether it is known if the index held documents before.
    public boolean knowsOld() {
        return overOld != null;
    }

    /// Whether the rows go over documents that the index held before: those of rows that make none
    /// now have to go.
    public boolean isOverOld() {
        return Boolean.TRUE.equals(overOld) && !order.swap();
    }

    /// Whether the rows go to another index. Into one that is empty they go at once.
    public boolean isSwap() {
        return Boolean.TRUE.equals(overOld) && order.swap();
    }

    public void overOld(boolean documentsAreThere) {
        overOld = documentsAreThere;
    }

    /// How far the swap is; null before the other index is made.
    public FullSyncNote.@Nullable SwapState swap() {
        return swap;
    }

    public void swap(FullSyncNote.SwapState state) {
        swap = state;
    }

    private void plan(TableStorage found) {
        storage = found;
        next = 0;
        long byBytes = found.bytes() == 0 ? 1 : CHUNK_BYTES * found.pages() / found.bytes();
        long byRows =
                found.rowsEstimated() <= 0
                        ? 1
                        : found.pages() * order.rowsMin() / found.rowsEstimated();
        chunkPages = Math.max(1, Math.max(byBytes, byRows));
    }

    /// Says where the table's rows lie at this moment, before any of them are read. When they lie
    /// elsewhere than so far, the table was written anew: the whole of it is to be read then.
    ///
    /// @return whether what was done before still counts
    synchronized boolean lies(TableStorage found) {
        TableStorage known = storage;
        if (known != null && known.files().equals(found.files())) {
            return true;
        }
        boolean began = known != null;
        done.clear();
        givenBack.clear();
        rowsDone = 0;
        generation++;
        changes++;
        plan(found);
        return !began;
    }

    /// A chunk to be read.
    ///
    /// @param generation of the pages: a table that is written anew has others
    record Piece(Range range, long generation) {}

    /// The next pages that nobody has taken; empty when all are. [#done] or [#giveBack] follows.
    synchronized Optional<Piece> take() {
        TableStorage known = storage;
        if (known == null) {
            throw new IllegalStateException("Nothing is known of the table's pages yet.");
        }
        if (canceled) {
            return Optional.empty();
        }
        Range range = givenBack.poll();
        if (range == null) {
            long first = done.firstMissing(next);
            if (first >= known.pages()) {
                return Optional.empty();
            }
            next = done.endOfGap(first, Math.min(first + chunkPages, known.pages()));
            range = new Range(first, next);
        }
        taken++;
        return Optional.of(new Piece(range, generation));
    }

    /// What is to be told of the chunk that is read of these pages.
    Chunk.Outcome outcomeOf(Piece piece) {
        return new Chunk.Outcome() {
            @Override
            public void done(long rows) {
                FullSync.this.done(piece, rows);
            }

            @Override
            public void lost() {
                giveBack(piece);
            }
        };
    }

    /// The documents of these rows are settled.
    synchronized void done(Piece piece, long rows) {
        taken--;
        if (piece.generation() == generation) {
            done.add(piece.range());
            rowsDone += rows;
            changes++;
        }
    }

    /// The pages were not read, or what was read of them is not to be used.
    synchronized void giveBack(Piece piece) {
        taken--;
        if (piece.generation() == generation) {
            givenBack.add(piece.range());
        }
    }

    synchronized void rowsRead(int rows) {
        rowsRead += rows;
    }

    /// Nothing more is read. What is on its way comes to its end.
    public synchronized void cancel() {
        canceled = true;
    }

    public synchronized boolean isCanceled() {
        return canceled;
    }

    /// Whether everything is read and settled.
    public synchronized boolean isComplete() {
        TableStorage known = storage;
        return known != null && taken == 0 && done.pages() >= known.pages();
    }

    /// Grows with everything that [#note()] tells.
    public synchronized long changes() {
        return changes;
    }

    /// What a restart goes on from.
    public synchronized FullSyncNote note() {
        return new FullSyncNote(order, storage, done.ranges(), rowsDone, overOld, swap, canceled);
    }

    public synchronized FullSyncProgress progress() {
        TableStorage known = storage;
        long pages = known == null ? 0 : known.pages();
        double part = pages == 0 ? (known == null ? 0 : 1) : (double) done.pages() / pages;
        return new FullSyncProgress(
                rowsRead,
                rowsDone,
                known == null ? -1 : known.rowsEstimated(),
                Math.ceilDiv(done.pages(), chunkPages),
                Math.ceilDiv(pages, chunkPages),
                part);
    }
}
