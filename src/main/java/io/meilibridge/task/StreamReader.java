package io.meilibridge.task;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.replication.ReadLimits;
import io.meilibridge.replication.WalStream;
import io.meilibridge.spool.WholeTransactions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads an open stream in chunks and reports to the server, at the interval that keeps the
/// connection and at once, or nearly, when there is more to confirm. Used by the reader's thread.
final class StreamReader {

    /// A report more often than this tells the server little.
    private static final long REPORT_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /// The server is asked how far it is at most so often.
    private static final long ASK_PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    /// Chunks above this many messages come from a backlog: a short nap then makes the next one
    /// larger, which costs less.
    private static final int BACKLOG_MESSAGES = 64;

    private static final long NAP_NANOS = Duration.ofNanos(500_000).toNanos();

    /// An idle reader looks up this often.
    private static final Duration IDLE_LOOK = Duration.ofMillis(50);

    /// Confirmation this long behind what was read is held back, not just under way.
    private static final long HELD_BACK_NANOS = Duration.ofSeconds(2).toNanos();

    private static final boolean SILENT_WHILE_HELD = Failpoints.on("silent-while-held");
    private static final boolean IGNORE_KEEPALIVES = Failpoints.on("ignore-keepalives");

    private final SourcePlan plan;
    private final OpenedStream opened;
    private final WalStream stream;
    private final Ear ear;
    private final @Nullable WholeTransactions whole;
    private long reportedNanos;
    private long askedNanos;
    private Lsn reported = Lsn.INVALID;
    private long caughtUpNanos;
    private long saidHeldBackNanos;

    StreamReader(SourcePlan plan, OpenedStream opened) {
        this.plan = plan;
        this.opened = opened;
        this.stream = opened.stream();
        this.ear = new Ear(plan, opened);
        this.whole = opened.whole();
        this.caughtUpNanos = System.nanoTime();
        this.saidHeldBackNanos = caughtUpNanos;
    }

    /// The next chunk; null when there is nothing to read now.
    @Nullable WalChunk next() {
        if (whole == null) {
            return read();
        }
        WalChunk more = whole.next();
        if (more != null) {
            ear.listenWhileHeld();
            return more;
        }
        WalChunk read = read();
        return read == null ? null : whole.of(read);
    }

    private @Nullable WalChunk read() {
        byte[][] frames = new byte[ReadLimits.DEFAULT.messagesMax()][];
        int count = stream.read(frames, ReadLimits.DEFAULT);
        ear.listen();
        return count == 0 ? null : new WalChunk(plan.name(), frames, count, opened.epoch());
    }

    /// The chunk is with its tasks.
    void dispatched(WalChunk chunk) {
        followKeepalive();
        if (chunk.count() > BACKLOG_MESSAGES && stream.emptied()) {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    /// Nothing was there to read: the server's word on how far it is counts, and the next message
    /// is awaited for a moment.
    void rest() {
        followKeepalive();
        stream.awaitInput(IDLE_LOOK);
        ear.listen();
    }

    /// Nothing was there to read, and rows beside it wait, or are to come: they are in order once
    /// the stream is as far as they are, which an idle server has to be asked for.
    void lookUp(WaitingRows rows) {
        followKeepalive();
        long now = System.nanoTime();
        if (rows.isAhead(opened.ledger().streamEnd()) && now - askedNanos >= ASK_PAUSE_NANOS) {
            askedNanos = now;
            stream.askForKeepalive();
        }
    }

    /// The last one may have come after what was read and is still to be passed on.
    private void followKeepalive() {
        if (whole != null && whole.isPending()) {
            return;
        }
        Lsn walEnd = stream.serverWalEnd();
        if (walEnd.isValid() && !IGNORE_KEEPALIVES) {
            opened.ledger().keepalive(walEnd);
        }
    }

    void reportIfDue() {
        Lsn confirmed = opened.keeper().confirmed();
        long sinceNanos = System.nanoTime() - reportedNanos;
        boolean due = sinceNanos >= plan.statusInterval().toNanos();
        boolean more = confirmed.isAfter(reported) && sinceNanos >= REPORT_PAUSE_NANOS;
        if (due || more || reportedNanos == 0) {
            report();
        }
        if (confirmed.compareTo(opened.ledger().streamEnd()) >= 0) {
            caughtUpNanos = System.nanoTime();
        }
    }

    /// The same while nothing is read: the server must not take the reader for dead.
    void reportWhileHeld() {
        if (!SILENT_WHILE_HELD) {
            reportIfDue();
        }
        ear.listenWhileHeld();
    }

    void report() {
        Lsn confirmed = opened.keeper().confirmed();
        Lsn received = Lsn.max(opened.ledger().streamEnd(), confirmed);
        stream.sendStatus(received, confirmed);
        reported = confirmed;
        reportedNanos = System.nanoTime();
    }

    /// Whether what was read has been waiting for its confirmation for a while, and this was not
    /// said within that while: to ask the server costs a connection.
    boolean isHeldBackAgain() {
        long now = System.nanoTime();
        if (now - Math.max(caughtUpNanos, saidHeldBackNanos) <= HELD_BACK_NANOS) {
            return false;
        }
        saidHeldBackNanos = now;
        return true;
    }
}
