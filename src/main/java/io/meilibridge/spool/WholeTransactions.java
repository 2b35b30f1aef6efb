package io.meilibridge.spool;

import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.StreamMessage;
import io.meilibridge.pgoutput.message.TwoPhaseMessage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a stream of whole transactions, as protocol 1 has them, of one in which transactions come
/// in blocks before they end, or when they are prepared. Those are kept in spools, and stand in the
/// result where the stream says that they were committed. What was rolled back is not in it.
///
/// A chunk goes in by [#of], which returns the next chunk of the result; more of it comes by
/// [#next], as long as there is any, before another goes in. So a huge transaction comes in chunks
/// like everything else, and nothing is taken out of a spool before it is asked for.
///
/// For one connection: the server begins anew with the next one. One thread, but for [#bytes].
public final class WholeTransactions implements AutoCloseable {

    private static final int MESSAGES_MAX = 512;
    private static final int BYTES_MAX = 1 << 20;

    /// In a block a message has its transaction's id after the tag.
    private static final int AFTER_TAG = WalChunk.HEADER_BYTES + 1;

    private static final int AFTER_XID = AFTER_TAG + Integer.BYTES;

    private static final boolean KEEP_ABORTED = Failpoints.on("keep-aborted");

    private final PgOutputDecoder boundaries;
    private final SpoolFolder folder;
    private final Prepared prepared;
    private final Announcements announcements = new Announcements();
    private final Map<Integer, Spool> inProgress = new HashMap<>();
    private final Map<Integer, Spool> undecided = new HashMap<>();

    /// The transaction whose block, or preparation, is being read.
    private @Nullable Spool open;

    /// When the preparation is: the relations that its spool has.
    private @Nullable Map<Integer, Long> preparing;

    private @Nullable WalChunk chunk;
    private int at;
    private @Nullable Replay replay;

    /// @param options what was agreed with the server
    public WholeTransactions(ProtocolOptions options, SpoolFolder folder, Prepared prepared) {
        this.boundaries = new PgOutputDecoder(options);
        this.folder = folder;
        this.prepared = prepared;
        folder.clean();
    }

    /// @return null when all of it went into spools
    /// @throws DecodeException when a message is not what may stand there
    /// @throws SourceException when a spool cannot be written or read
    public @Nullable WalChunk of(WalChunk read) {
        if (isPending()) {
            throw new IllegalStateException("There is more to come of the chunk before.");
        }
        if (isWhole(read)) {
            return read;
        }
        chunk = read;
        at = 0;
        return next();
    }

    /// Whether something is still to come of what went in: the end of the stream was not passed on.
    public boolean isPending() {
        return chunk != null;
    }

    /// @return null when there is none
    public @Nullable WalChunk next() {
        WalChunk from = chunk;
        if (from == null) {
            return null;
        }
        byte[][] frames = new byte[MESSAGES_MAX][];
        int count = 0;
        int bytes = 0;
        while (count < MESSAGES_MAX && bytes < BYTES_MAX && chunk != null) {
            byte[] frame = nextFrame(from);
            if (frame != null) {
                frames[count++] = frame;
                bytes += frame.length;
            }
        }
        return count == 0 ? null : new WalChunk(from.source(), frames, count, from.epoch());
    }

    /// Most chunks hold nothing else even under protocol 2.
    private boolean isWhole(WalChunk read) {
        if (open != null || announcements.holdsAnyBack()) {
            return false;
        }
        for (int i = 0; i < read.count(); i++) {
            switch (tag(read.frames()[i])) {
                case 'I', 'U', 'D', 'B', 'C', 'Y', 'M', 'O', 'T' -> {}
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private static byte tag(byte[] frame) {
        return frame.length > WalChunk.HEADER_BYTES ? frame[WalChunk.HEADER_BYTES] : 0;
    }

    /// @return null when it went into a spool, or was the last
    private byte @Nullable [] nextFrame(WalChunk from) {
        Replay going = replay;
        if (going != null) {
            byte[] frame = going.next();
            if (frame == null) {
                replay = null;
            }
            return frame;
        }
        if (at == from.count()) {
            chunk = null;
            return null;
        }
        byte[] frame = from.frames()[at];
        byte[] needed = open == null ? neededFirst(frame) : null;
        if (needed != null) {
            return needed;
        }
        at++;
        Spool spool = open;
        if (spool == null) {
            return outside(frame);
        }
        return preparing == null ? inBlock(spool, frame) : inPreparation(spool, preparing, frame);
    }

    private byte @Nullable [] neededFirst(byte[] frame) {
        return switch (tag(frame)) {
            case 'I', 'U', 'D', 'T' -> announcements.takeHeldBack(frame);
            default -> null;
        };
    }

    private byte @Nullable [] outside(byte[] frame) {
        return switch (tag(frame)) {
            case 'I', 'U', 'D', 'B', 'C', 'Y', 'M', 'O', 'T' -> frame;
            case 'R' -> {
                if (frame.length >= AFTER_XID) {
                    announcements.passed(frame);
                }
                yield frame;
            }
            default -> {
                boundary(decoded(frame));
                yield null;
            }
        };
    }

    private PgOutputMessage decoded(byte[] frame) {
        return boundaries.decode(frame, WalChunk.HEADER_BYTES);
    }

    private byte @Nullable [] inBlock(Spool spool, byte[] frame) {
        switch (tag(frame)) {
            case 'I', 'U', 'D', 'T', 'Y', 'M' -> spool.add(xid(frame), frame, AFTER_XID);
            case 'R' -> spool.addRelation(xid(frame), frame, AFTER_XID, announcements.next());
            // It has no transaction's id, and says nothing that is used.
            case 'O' -> {}
            default -> boundary(decoded(frame));
        }
        return null;
    }

    private static int xid(byte[] frame) {
        if (frame.length < AFTER_XID) {
            throw new DecodeException(
                    "Cannot decode a message of %d bytes in a streamed block: expected a transaction id."
                            .formatted(frame.length - WalChunk.HEADER_BYTES));
        }
        return Announcements.oid(frame, 0);
    }

    /// What is prepared is sent as a whole, and like what is sent whole: without ids, and without
    /// relations that were announced before.
    private byte @Nullable [] inPreparation(Spool spool, Map<Integer, Long> has, byte[] frame) {
        return switch (tag(frame)) {
            case 'I', 'U', 'D', 'T' -> {
                announcements.complete(frame, spool, has);
                spool.add(spool.xid(), frame, AFTER_TAG);
                yield null;
            }
            case 'R' -> {
                if (frame.length < AFTER_XID) {
                    yield frame;
                }
                announcements.heldBack(frame);
                yield null;
            }
            case 'Y' -> frame;
            case 'M', 'O' -> null;
            case 'P' -> {
                preparing = null;
                prepared(((TwoPhaseMessage.Prepare) decoded(frame)).xid(), spool);
                yield null;
            }
            default ->
                    throw misplaced(
                            decoded(frame),
                            "the Prepare of transaction " + text(spool.xid()) + " first");
        };
    }

    private void boundary(PgOutputMessage message) {
        switch (message) {
            case StreamMessage.Start start -> start(start);
            case StreamMessage.Stop _ -> open = null;
            case StreamMessage.Commit commit ->
                    replay =
                            new Replay(
                                    known(inProgress.remove(commit.xid()), commit, commit.xid()),
                                    new Replay.Committed(
                                            commit.commitLsn(),
                                            commit.endLsn(),
                                            commit.commitTime()),
                                    announcements);
            case StreamMessage.Abort abort -> abort(abort);
            case TwoPhaseMessage.BeginPrepare begin -> {
                prepared.undecided(begin.xid(), begin.prepareLsn());
                open = new Spool(folder, begin.xid());
                preparing = new HashMap<>();
            }
            case TwoPhaseMessage.StreamPrepare prepare -> {
                prepared.undecided(prepare.xid(), prepare.prepareLsn());
                prepared(
                        prepare.xid(),
                        known(inProgress.remove(prepare.xid()), prepare, prepare.xid()));
            }
            case TwoPhaseMessage.CommitPrepared commit -> commit(commit);
            case TwoPhaseMessage.RollbackPrepared rollback -> {
                prepared.rolledBack(rollback.xid());
                close(undecided.remove(rollback.xid()));
            }
            default -> throw misplaced(message, "another message");
        }
    }

    private void start(StreamMessage.Start start) {
        Spool spool = inProgress.get(start.xid());
        if ((spool == null) != start.first()) {
            throw misplaced(
                    start,
                    "transaction %s to %s"
                            .formatted(
                                    text(start.xid()),
                                    start.first() ? "be new" : "have begun before"));
        }
        if (spool == null) {
            spool = new Spool(folder, start.xid());
            inProgress.put(start.xid(), spool);
        }
        open = spool;
    }

    private void abort(StreamMessage.Abort abort) {
        Spool spool = inProgress.get(abort.xid());
        if (spool == null || KEEP_ABORTED) {
            // One of which nothing was streamed may be said to be rolled back all the same.
            return;
        }
        if (abort.subtransactionXid() == abort.xid()) {
            inProgress.remove(abort.xid());
            spool.close();
        } else {
            spool.cutOff(abort.subtransactionXid());
        }
    }

    private void prepared(int xid, Spool spool) {
        open = null;
        Spool before = undecided.put(xid, spool);
        if (before != null) {
            before.close();
            throw new DecodeException(
                    "Cannot use Prepare of transaction %s: expected it once, got it again."
                            .formatted(text(xid)));
        }
    }

    private void commit(TwoPhaseMessage.CommitPrepared commit) {
        Spool spool = undecided.remove(commit.xid());
        if (spool == null) {
            throw new SourceException(
                    ErrorCode.PREPARED_UNKNOWN,
                    "Prepared transaction '%s' was committed at %s, and what it holds was not sent: it was confirmed before."
                            .formatted(commit.gid(), commit.commitLsn()),
                    ("Another program has read the slot, or it was moved by hand. Advance it past"
                                    + " the commit with pg_replication_slot_advance(slot_name, '%s'),"
                                    + " and have the tables read as a whole.")
                            .formatted(commit.endLsn()));
        }
        prepared.committed(commit.xid(), commit.endLsn());
        replay =
                new Replay(
                        spool,
                        new Replay.Committed(
                                commit.commitLsn(), commit.endLsn(), commit.commitTime()),
                        announcements);
    }

    private static Spool known(@Nullable Spool spool, PgOutputMessage message, int xid) {
        if (spool == null) {
            throw misplaced(message, "transaction " + text(xid) + " to have been streamed");
        }
        return spool;
    }

    private static DecodeException misplaced(PgOutputMessage message, String expected) {
        return new DecodeException(
                "Cannot use message %s: expected %s."
                        .formatted(message.getClass().getSimpleName(), expected));
    }

    private static String text(int xid) {
        return Integer.toUnsignedString(xid);
    }

    private static void close(@Nullable Spool spool) {
        if (spool != null) {
            spool.close();
        }
    }

    /// What the spools have on disk.
    public long bytes() {
        return folder.bytes();
    }

    /// Throws away what is in the spools. On the thread that reads.
    @Override
    public void close() {
        close(open);
        inProgress.values().forEach(Spool::close);
        undecided.values().forEach(Spool::close);
        Replay going = replay;
        if (going != null) {
            going.close();
        }
    }
}
