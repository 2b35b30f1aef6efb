package io.meilibridge.task;

import io.meilibridge.checkpoint.Receipt;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.snapshot.Beside;
import io.meilibridge.snapshot.RowPiece;
import io.meilibridge.snapshot.RowQueue;
import io.meilibridge.snapshot.TableReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is read of the tables of one source beside its stream, whole or row by row. It waits here
/// until the source's reader takes it, when the stream has brought all that the rows show.
///
/// Thread-safe; the reader's thread calls [#streams], [#ends], [#awaitAny] and [#handOver].
final class WaitingRows {

    private static final Duration WAIT = Duration.ofMillis(1);

    private final Map<String, SyncTask> tasks;
    private final RowQueue queue = new RowQueue();

    private volatile @Nullable Beside beside;
    private volatile Lsn awaited = Lsn.INVALID;
    private volatile Map<String, PublishedTable> published = Map.of();

    WaitingRows(Map<String, SyncTask> tasks) {
        this.tasks = tasks;
    }

    RowQueue queue() {
        return queue;
    }

    @Nullable Beside beside() {
        return beside;
    }

    /// How the task's table is read.
    TableReading readingOf(SyncTask task, PgConnections connections) {
        return new TableReading(
                connections,
                task.definition().table(),
                published.getOrDefault(task.id(), new PublishedTable("", List.of())),
                task.windows());
    }

    /// The stream is open: rows can be read beside it.
    ///
    /// @param publishedTables by task
    void streams(Beside stream, Map<String, PublishedTable> publishedTables) {
        published = Map.copyOf(publishedTables);
        beside = stream;
    }

    /// The stream has ended: what was read beside it and not taken is of no use.
    void ends() {
        beside = null;
        synchronized (this) {
            awaited = Lsn.INVALID;
        }
        for (RowPiece piece = queue.poll(); piece != null; piece = queue.poll()) {
            piece.lost();
        }
    }

    /// Somebody waits for the stream to come as far as this.
    synchronized void await(Lsn position) {
        awaited = Lsn.max(awaited, position);
    }

    /// Whether any wait, or somebody waits for the stream.
    boolean areAwaited(Lsn streamEnd) {
        return awaited.isAfter(streamEnd) || queue.peek() != null;
    }

    /// Whether something waits for the stream to come as far as it is.
    boolean isAhead(Lsn streamEnd) {
        RowPiece head = queue.peek();
        return awaited.isAfter(streamEnd) || (head != null && !head.isDue(streamEnd));
    }

    /// Waits a little for rows, unless some wait for the stream.
    ///
    /// @return whether there are any
    boolean awaitAny(Lsn streamEnd) throws InterruptedException {
        return !isAhead(streamEnd) && queue.awaitAny(WAIT);
    }

    /// The next rows, if the stream has come that far; null when not, or there are none.
    @Nullable Handover handOver(OpenedStream stream) {
        for (RowPiece head = queue.peek(); head != null; head = queue.peek()) {
            SyncTask task = tasks.get(head.batch().task());
            if (task == null || !task.takesChanges() || !head.isGood(stream.epoch())) {
                lose(queue.poll());
            } else if (!head.isDue(stream.ledger().streamEnd())) {
                return null;
            } else {
                Handover handover = handOver(stream, task, head);
                queue.poll();
                if (handover != null) {
                    return handover;
                }
                head.lost();
            }
        }
        return null;
    }

    private static void lose(@Nullable RowPiece piece) {
        if (piece != null) {
            piece.lost();
        }
    }

    private static @Nullable Handover handOver(OpenedStream stream, SyncTask task, RowPiece rows) {
        int count = rows.batch().events().size();
        Receipt receipt = stream.ledger().handOverRows(task.id(), count, rows.bytes());
        if (receipt == null) {
            return null;
        }
        ChangeCounts counts = new ChangeCounts();
        for (ChangeEvent event : rows.batch().events()) {
            if (event instanceof ChangeEvent.Read) {
                counts.add(event);
            }
        }
        return new Handover(false, rows.batch(), new Unsettled(task, receipt, counts, rows));
    }
}
