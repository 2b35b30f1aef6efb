package io.meilibridge.snapshot;

import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.TableSession;
import io.meilibridge.replication.TableState;
import io.meilibridge.replication.TableState.TableColumn;
import io.meilibridge.step.TaskSteps;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Finds documents whose row is not there any more, and has them deleted in order with the stream
/// (HAZARDS E4). One thread, on a connection of its own.
public final class VanishedRows implements AutoCloseable {

    private static final int[] NO_XIDS = {};

    /// What a delete costs while it is in flight.
    private static final int DELETE_BYTES = 300;

    private static final long LOOK_MILLIS = 50;

    private final String task;
    private final TableReading reading;
    private final TaskSteps steps;
    private final RowQueue queue;
    private final TableSession session;
    private final FreshSnapshot snapshot;
    private long unknown;
    private long deleted;

    /// @param steps of the task, used by this thread alone
    public VanishedRows(String task, TableReading reading, TaskSteps steps, RowQueue queue) {
        this.task = task;
        this.reading = reading;
        this.steps = steps;
        this.queue = queue;
        this.session = TableSession.open(reading.connections(), reading.table());
        this.snapshot = new FreshSnapshot(session, reading.table());
    }

    /// Documents of the index, by their ids: those of no row are deleted.
    ///
    /// @param goOn whether it is worth waiting for the deletes to be settled
    /// @return false when that came to nothing, and the documents have to be looked at again
    /// @throws SourceException when the table cannot be read
    public boolean remove(Beside beside, List<String> ids, BooleanSupplier goOn)
            throws InterruptedException {
        session.renew();
        TableState table = session.state().orElseThrow(this::gone);
        session.end();
        Relation relation = table.relation(reading.published());
        List<List<String>> keys = new ArrayList<>(ids.size());
        for (String id : ids) {
            List<String> key = steps.keyOf(relation, id);
            if (key == null) {
                unknown++;
            } else {
                keys.add(key);
            }
        }
        return removeKeys(beside, new Keys(relation, columns(table, relation), keys), goOn);
    }

    /// The field that holds the ids of the task's documents.
    public String keyField() {
        session.renew();
        TableState table = session.state().orElseThrow(this::gone);
        session.end();
        return steps.keyField(table.relation(reading.published()));
    }

    /// Documents that no row of the task can have made, as far as their ids tell.
    public long unknown() {
        return unknown;
    }

    /// Deletes that were settled.
    public long deleted() {
        return deleted;
    }

    private record Keys(Relation relation, List<TableColumn> columns, List<List<String>> keys) {

        Keys part(int from, int to) {
            return new Keys(relation, columns, keys.subList(from, to));
        }
    }

    private List<TableColumn> columns(TableState table, Relation relation) {
        return steps.keyColumns(relation).stream()
                .map(name -> table.column(name).orElseThrow(this::gone))
                .toList();
    }

    private boolean removeKeys(Beside beside, Keys keys, BooleanSupplier goOn)
            throws InterruptedException {
        int size = keys.keys().size();
        if (size == 0) {
            return true;
        }
        Ending ending = new Ending(count -> deleted += count);
        Chunk chunk = new Chunk(beside, reading.windows(), ending);
        boolean whole = false;
        Optional<BitSet> present;
        try {
            Lsn fence = snapshot.take(beside.delivered());
            present = session.present(keys.columns(), keys.keys());
            session.end();
            whole = present.isEmpty() || put(chunk, fence, keys, present.get());
        } finally {
            chunk.read(whole);
        }
        if (present.isPresent()) {
            return ending.await(goOn);
        }
        // Some text is no value of the key's type, so no row has it; which one is to be found.
        if (size == 1) {
            unknown++;
            return true;
        }
        return removeKeys(beside, keys.part(0, size / 2), goOn)
                && removeKeys(beside, keys.part(size / 2, size), goOn);
    }

    private boolean put(Chunk chunk, Lsn fence, Keys keys, BitSet present)
            throws InterruptedException {
        List<ChangeEvent> deletes = new ArrayList<>();
        for (int i = present.nextClearBit(0);
                i < keys.keys().size();
                i = present.nextClearBit(i + 1)) {
            deletes.add(steps.gone(keys.relation(), new Position(fence, i), keys.keys().get(i)));
        }
        if (deletes.isEmpty()) {
            return true;
        }
        long bytes = (long) deletes.size() * DELETE_BYTES;
        RowPiece piece = new RowPiece(chunk, new ChangeBatch(task, deletes, NO_XIDS), bytes, fence);
        boolean put = false;
        try {
            put = queue.put(piece);
        } finally {
            if (!put) {
                piece.lost();
            }
        }
        return put;
    }

    /// Waits for the end of a chunk.
    private static final class Ending implements Chunk.Outcome {

        private final CountDownLatch ended = new CountDownLatch(1);
        private final LongConsumer onDone;
        private volatile long rows = -1;

        /// @param onDone told by the thread that waits
        Ending(LongConsumer onDone) {
            this.onDone = onDone;
        }

        @Override
        public void done(long deletes) {
            rows = deletes;
            ended.countDown();
        }

        @Override
        public void lost() {
            ended.countDown();
        }

        boolean await(BooleanSupplier goOn) throws InterruptedException {
            while (goOn.getAsBoolean()) {
                if (ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (rows > 0) {
                        onDone.accept(rows);
                    }
                    return rows >= 0;
                }
            }
            return false;
        }
    }

    private SourceException gone() {
        return new SourceException(
                ErrorCode.TABLE_MISSING,
                "Cannot look for rows of table '"
                        + reading.table()
                        + "': it, or its key, does not exist any more.",
                "Remove the sync task, or create the table and retry the task.");
    }

    @Override
    public void close() {
        session.close();
    }
}
