package io.meilibridge.task;

import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.time.Duration;

/// Passes on what an open stream brings, in turns with the rows that wait beside it, as long as
/// there is room; and keeps the connection while there is none. Used by the reader's thread.
final class StreamTurns {

    /// How often a wait looks up: whether to report, whether to end.
    private static final Duration LOOK = Duration.ofMillis(100);

    /// How long rows may keep the stream waiting at a time, and the stream them.
    private static final long TURN_NANOS = Duration.ofMillis(20).toNanos();

    private final SourcePlan plan;
    private final OpenedStream stream;
    private final FullSyncs fullSyncs;
    private final WaitingRows rows;
    private final SourceRun.Sink sink;
    private final SourceListener listener;
    private final SourceOpening opening;
    private final StreamReader reader;

    StreamTurns(
            SourcePlan plan,
            OpenedStream stream,
            FullSyncs fullSyncs,
            SourceRun.Sink sink,
            SourceListener listener,
            SourceOpening opening) {
        this.plan = plan;
        this.stream = stream;
        this.fullSyncs = fullSyncs;
        this.rows = fullSyncs.rows();
        this.sink = sink;
        this.listener = listener;
        this.opening = opening;
        this.reader = new StreamReader(plan, stream);
    }

    boolean hasRoom() {
        return plan.takesMore().getAsBoolean()
                && stream.ledger().inFlight().hasRoom(plan.bytesMax(), plan.eventsMax());
    }

    /// Whether what is in flight takes all the room there is, though it may be sent on.
    boolean isFull() {
        return plan.takesMore().getAsBoolean()
                && !stream.ledger().inFlight().hasRoom(plan.bytesMax(), plan.eventsMax());
    }

    /// Reads nothing for a moment.
    void pause() throws InterruptedException {
        stream.ledger().inFlight().awaitReopenWanted(LOOK);
        keepConnection();
    }

    /// The same until there is room.
    void awaitRoom() throws InterruptedException {
        if (plan.takesMore().getAsBoolean()) {
            stream.ledger().inFlight().awaitRoom(plan.bytesMax(), plan.eventsMax(), LOOK);
            keepConnection();
        } else {
            pause();
        }
    }

    private void keepConnection() {
        reader.reportWhileHeld();
        yieldToShutdown();
    }

    /// A turn of the rows and one of the stream. Waits a little where there is neither.
    ///
    /// @return whether the stream had something
    boolean pass() throws InterruptedException {
        boolean rowsCame = passRows();
        return passChunks(rowsCame);
    }

    /// Where rows have come, the next ones are waited for a little: to look whether the stream has
    /// something takes a millisecond.
    ///
    /// @return whether there was anything
    private boolean passRows() throws InterruptedException {
        long limit = System.nanoTime() + TURN_NANOS;
        boolean any = false;
        while (System.nanoTime() - limit < 0 && hasRoom()) {
            Handover next = rows.handOver(stream);
            if (next != null) {
                sink.rows(next);
                any = true;
            } else if (!any || !rows.awaitAny(stream.ledger().streamEnd())) {
                break;
            }
        }
        return any;
    }

    /// What the stream has: where rows wait too, for a moment; else one chunk.
    ///
    /// @return whether there was anything
    private boolean passChunks(boolean rowsCame) throws InterruptedException {
        long limit = System.nanoTime() + TURN_NANOS;
        boolean any = false;
        boolean more = true;
        while (more) {
            boolean came = passChunk(rowsCame);
            any |= came;
            more = came && rowsCame && System.nanoTime() - limit < 0 && hasRoom();
        }
        return any;
    }

    private boolean passChunk(boolean rowsCame) throws InterruptedException {
        WalChunk chunk = reader.next();
        if (chunk != null) {
            dispatch(chunk);
        } else if (rowsCame || fullSyncs.isBusy(stream.ledger().streamEnd())) {
            reader.lookUp(rows);
        } else {
            reader.rest();
        }
        reader.reportIfDue();
        yieldToShutdown();
        return chunk != null;
    }

    private void dispatch(WalChunk chunk) {
        long began = System.nanoTime();
        sink.chunk(chunk);
        long taken = System.nanoTime() - began;
        long decoding = stream.router().lastNanos();
        listener.chunkRead(plan.name(), chunk.count(), decoding, taken - decoding);
        reader.dispatched(chunk);
    }

    /// A server that shuts down waits until its last byte is confirmed. While we cannot confirm it,
    /// we are in its way, so we go and come back.
    private void yieldToShutdown() {
        if (reader.isHeldBackAgain() && opening.serverWantsToStop()) {
            throw new SourceException(
                    ErrorCode.SOURCE_SHUTTING_DOWN,
                    "The server of source '" + plan.name() + "' shuts down.",
                    "The stream was closed for it and is opened again when the server is back.");
        }
    }

    /// Says the last word to the server.
    void end() {
        reader.report();
    }
}
