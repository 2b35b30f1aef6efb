package io.meilibridge.snapshot;

import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.Row;
import io.meilibridge.fault.SourceException;
import io.meilibridge.step.TaskSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Looks for the rows that documents are of, and has what comes of it done in order with the
/// stream: documents without a row are deleted (HAZARDS E4), others may be made anew. One thread,
/// on a connection of its own.
public final class RowsOfDocuments implements AutoCloseable {

    private static final int[] NO_XIDS = {};

    /// What a change costs beside its row while it is in flight.
    private static final int CHANGE_BYTES = 300;

    private static final long LOOK_MILLIS = 50;

    private final String task;
    private final TableReading reading;
    private final TaskSteps steps;
    private final RowQueue queue;
    private final KeyLookup lookup;
    private long settled;

    /// @param steps of the task, used by this thread alone
    public RowsOfDocuments(String task, TableReading reading, TaskSteps steps, RowQueue queue) {
        this.task = task;
        this.reading = reading;
        this.steps = steps;
        this.queue = queue;
        this.lookup = new KeyLookup(reading, steps);
    }

    /// Deletes those of the documents that are of no row.
    ///
    /// @param goOn whether it is worth waiting for the deletes to be settled
    /// @return false when that came to nothing, and the documents have to be looked at again
    /// @throws SourceException when the table cannot be read
    public boolean removeVanished(Beside beside, List<String> ids, BooleanSupplier goOn)
            throws InterruptedException {
        return isDone(beside, lookup.ask(ids, false), goOn);
    }

    /// The same, and makes those of the documents anew that are of a row.
    ///
    /// @throws SourceException when the table cannot be read
    public boolean renew(Beside beside, List<String> ids, BooleanSupplier goOn)
            throws InterruptedException {
        return isDone(beside, lookup.ask(ids, true), goOn);
    }

    /// Has changes done that no stream brings.
    ///
    /// @param goOn whether it is worth waiting for them to be settled
    /// @return false when that came to nothing
    public boolean deliver(Beside beside, List<ChangeEvent> changes, BooleanSupplier goOn)
            throws InterruptedException {
        Ending ending = new Ending(count -> settled += count);
        Chunk chunk = new Chunk(beside, reading.windows(), ending);
        boolean whole = false;
        try {
            whole = isPut(chunk, Lsn.INVALID, changes, (long) changes.size() * CHANGE_BYTES);
        } finally {
            chunk.read(whole);
        }
        return ending.await(goOn);
    }

    /// The field that holds the ids of the task's documents.
    public String keyField() {
        return steps.keyField(lookup.target().relation());
    }

    /// Documents that no row of the task can have made, as far as their ids tell. Nothing was done
    /// about them.
    public long unknown() {
        return lookup.unknown();
    }

    /// Changes that were settled.
    public long settled() {
        return settled;
    }

    private boolean isDone(Beside beside, KeyLookup.Asked asked, BooleanSupplier goOn)
            throws InterruptedException {
        int size = asked.size();
        if (size == 0) {
            return true;
        }
        Ending ending = new Ending(count -> settled += count);
        Chunk chunk = new Chunk(beside, reading.windows(), ending);
        boolean whole = false;
        boolean areKeys;
        try {
            Lsn fence = lookup.see(beside.delivered());
            Optional<@Nullable Row[]> rows = lookup.rows(asked);
            areKeys = rows.isPresent();
            whole = !areKeys || isPut(chunk, fence, asked, rows.get());
        } finally {
            chunk.read(whole);
        }
        if (areKeys) {
            return ending.await(goOn);
        }
        // Some text is no value of the key's type, so no row has it; which one is to be found.
        if (size == 1) {
            lookup.countUnknown();
            return true;
        }
        return isDone(beside, asked.part(0, size / 2), goOn)
                && isDone(beside, asked.part(size / 2, size), goOn);
    }

    private boolean isPut(Chunk chunk, Lsn fence, KeyLookup.Asked asked, @Nullable Row[] rows)
            throws InterruptedException {
        List<ChangeEvent> changes = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < rows.length; i++) {
            Position position = new Position(fence, i);
            Row row = rows[i];
            if (row == null) {
                changes.add(steps.gone(asked.relation(), position, asked.keys().get(i)));
                bytes += CHANGE_BYTES;
            } else if (asked.withRows()) {
                changes.add(new ChangeEvent.Read(asked.relation(), position, row, true));
                bytes += CHANGE_BYTES + row.valueBytes();
            }
        }
        return changes.isEmpty() || isPut(chunk, fence, changes, bytes);
    }

    private boolean isPut(Chunk chunk, Lsn fence, List<ChangeEvent> changes, long bytes)
            throws InterruptedException {
        RowPiece piece = new RowPiece(chunk, new ChangeBatch(task, changes, NO_XIDS), bytes, fence);
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
        private volatile long changes = -1;

        /// @param onDone told by the thread that waits
        Ending(LongConsumer onDone) {
            this.onDone = onDone;
        }

        @Override
        public void done(long count) {
            changes = count;
            ended.countDown();
        }

        @Override
        public void lost() {
            ended.countDown();
        }

        boolean await(BooleanSupplier goOn) throws InterruptedException {
            while (goOn.getAsBoolean()) {
                if (ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    onDone.accept(Math.max(0, changes));
                    return changes >= 0;
                }
            }
            return false;
        }
    }

    @Override
    public void close() {
        lookup.close();
    }
}
