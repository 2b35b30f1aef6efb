package io.meilibridge.snapshot;

import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.Row;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import io.meilibridge.replication.TableSession;
import io.meilibridge.replication.TableState;
import io.meilibridge.replication.TableStorage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads chunks of one table into the queue of its source, on one connection. One thread.
final class ChunkReader implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ChunkReader.class.getName());

    private static final int PIECE_ROWS = 500;
    private static final int PIECE_BYTES = 256 * 1024;

    /// What a row costs beside its bytes while it is in flight.
    private static final int ROW_OVERHEAD_BYTES = 200;

    private static final int[] NO_XIDS = {};

    private final FullSync sync;
    private final TableReading reading;
    private final RowQueue queue;
    private final TableSession session;
    private final FreshSnapshot snapshot;

    private String columns = "";
    private String files = "";
    private @Nullable CopyTarget target;

    ChunkReader(FullSync sync, TableReading reading, RowQueue queue) {
        this.sync = sync;
        this.reading = reading;
        this.queue = queue;
        this.session = TableSession.open(reading.connections(), reading.table());
        this.snapshot = new FreshSnapshot(session, reading.table());
    }

    /// Reads one chunk.
    ///
    /// @return false when there is none left to take
    /// @throws SourceException when the table cannot be read; the chunk is given back then
    boolean readNext(Beside beside) throws InterruptedException {
        CopyTarget current = look();
        FullSync.Piece piece = sync.take().orElse(null);
        if (piece == null) {
            session.end();
            return false;
        }
        Chunk chunk = new Chunk(beside, reading.windows(), sync.outcomeOf(piece));
        boolean whole = false;
        try {
            Lsn fence = snapshot.take(beside.delivered());
            whole = read(chunk, piece.range(), current, fence);
        } finally {
            chunk.read(whole);
        }
        // Whoever wants to change the table waits for the end of this transaction.
        session.end();
        return true;
    }

    /// Where the table's rows lie and what its columns are. A transaction is open afterwards.
    private CopyTarget look() {
        session.renew();
        CopyTarget known = target;
        TableStorage found = known == null ? null : session.storage(known.oid());
        if (known == null || found == null || !found.columns().equals(columns)) {
            TableState state = session.state().orElseThrow(this::gone);
            known = CopyTarget.of(state, reading.published(), sync.order().where());
            found = session.storage(state.oid());
            target = known;
            columns = found.columns();
        }
        files = found.files();
        if (!sync.lies(found)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "table {0} was written anew: its full sync starts over",
                    reading.table());
        }
        return known;
    }

    private SourceException gone() {
        return new SourceException(
                ErrorCode.TABLE_MISSING,
                "Cannot read table '" + reading.table() + "': it does not exist any more.",
                "Remove the sync task, or create the table and retry the task.");
    }

    private boolean read(Chunk chunk, PageRanges.Range range, CopyTarget from, Lsn fence)
            throws InterruptedException {
        Pieces pieces = new Pieces(chunk, from, fence);
        boolean ended = session.copy(from.query(range), from.format(), pieces::take);
        if (pieces.interrupted) {
            throw new InterruptedException();
        }
        // The copy holds a lock that keeps the table from being written anew until here.
        return ended && pieces.flush() && session.storage(from.oid()).files().equals(files);
    }

    /// Rows that gather for the queue.
    private final class Pieces {

        private final Chunk chunk;
        private final CopyTarget from;
        private final Lsn fence;
        private final Position position;
        private List<ChangeEvent> rows = new ArrayList<>();
        private long bytes;
        private boolean interrupted;

        Pieces(Chunk chunk, CopyTarget from, Lsn fence) {
            this.chunk = chunk;
            this.from = from;
            this.fence = fence;
            this.position = new Position(fence, 0);
        }

        boolean take(byte[] message) {
            Row row = from.row(message);
            if (row == null) {
                return true;
            }
            rows.add(new ChangeEvent.Read(from.relation(), position, row, sync.isOverOld()));
            bytes += message.length + ROW_OVERHEAD_BYTES;
            return (rows.size() < PIECE_ROWS && bytes < PIECE_BYTES) || flush();
        }

        /// @return whether to go on
        boolean flush() {
            if (rows.isEmpty()) {
                return !chunk.isLost();
            }
            sync.rowsRead(rows.size());
            ChangeBatch batch = new ChangeBatch(sync.order().task(), rows, NO_XIDS);
            RowPiece piece = new RowPiece(chunk, batch, bytes, fence);
            rows = new ArrayList<>(PIECE_ROWS);
            bytes = 0;
            try {
                if (queue.put(piece)) {
                    Failpoints.haltAt("halt-in-chunk");
                    return !chunk.isLost() && !sync.isCanceled();
                }
            } catch (InterruptedException end) {
                interrupted = true;
            }
            piece.lost();
            return false;
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
