package io.meilibridge.pgoutput;

import io.meilibridge.event.Lsn;
import io.meilibridge.pgoutput.message.Begin;
import io.meilibridge.pgoutput.message.Commit;
import io.meilibridge.pgoutput.message.LogicalMessage;
import io.meilibridge.pgoutput.message.OriginMessage;
import io.meilibridge.pgoutput.message.StreamMessage;
import io.meilibridge.pgoutput.message.TwoPhaseMessage;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Reads the messages that carry no row: where transactions begin and how they end, origins, and
/// what was written with `pg_logical_emit_message`. Each method reads the fields after the tag in
/// the order of the documentation.
final class TransactionReader {

    private final ByteReader reader;

    /// Whether a Stream Abort says where and when.
    private final boolean abortsInFull;

    TransactionReader(ByteReader reader, StreamingMode streaming) {
        this.reader = reader;
        this.abortsInFull = streaming == StreamingMode.PARALLEL;
    }

    Begin begin() {
        return new Begin(commitLsn(), commitTime(), xid());
    }

    Commit commit() {
        noFlags();
        return new Commit(commitLsn(), endLsn(), commitTime());
    }

    OriginMessage origin() {
        return new OriginMessage(commitLsn(), reader.readString("the origin's name"));
    }

    LogicalMessage logicalMessage(int xid) {
        boolean transactional = reader.readFlags(1, "message flags") == 1;
        Lsn lsn = reader.readLsn("the message's LSN");
        String prefix = reader.readString("the prefix");
        int length = reader.readLength("a content length");
        ByteBuffer content = ByteBuffer.wrap(reader.frame(), reader.position(), length).slice();
        reader.skip(length);
        return new LogicalMessage(xid, transactional, lsn, prefix, content.asReadOnlyBuffer());
    }

    StreamMessage.Start streamStart() {
        return new StreamMessage.Start(xid(), reader.readFlags(1, "first-segment flag") == 1);
    }

    StreamMessage.Commit streamCommit() {
        int xid = xid();
        noFlags();
        return new StreamMessage.Commit(xid, commitLsn(), endLsn(), commitTime());
    }

    StreamMessage.Abort streamAbort() {
        int xid = xid();
        int subtransactionXid = reader.readInt32("the subtransaction's id");
        if (!abortsInFull) {
            return new StreamMessage.Abort(xid, subtransactionXid, null, null);
        }
        return new StreamMessage.Abort(
                xid,
                subtransactionXid,
                reader.readLsn("the abort LSN"),
                reader.readTime("the abort time"));
    }

    TwoPhaseMessage.BeginPrepare beginPrepare() {
        return new TwoPhaseMessage.BeginPrepare(
                prepareLsn(), endLsn(), prepareTime(), xid(), gid());
    }

    TwoPhaseMessage.Prepare prepare() {
        noFlags();
        return new TwoPhaseMessage.Prepare(prepareLsn(), endLsn(), prepareTime(), xid(), gid());
    }

    TwoPhaseMessage.CommitPrepared commitPrepared() {
        noFlags();
        return new TwoPhaseMessage.CommitPrepared(
                commitLsn(), endLsn(), commitTime(), xid(), gid());
    }

    TwoPhaseMessage.RollbackPrepared rollbackPrepared() {
        noFlags();
        Lsn prepareEndLsn = reader.readLsn("the prepare end LSN");
        Lsn rollbackEndLsn = reader.readLsn("the rollback end LSN");
        Instant prepareTime = prepareTime();
        Instant rollbackTime = reader.readTime("the rollback time");
        return new TwoPhaseMessage.RollbackPrepared(
                prepareEndLsn, rollbackEndLsn, prepareTime, rollbackTime, xid(), gid());
    }

    TwoPhaseMessage.StreamPrepare streamPrepare() {
        noFlags();
        return new TwoPhaseMessage.StreamPrepare(
                prepareLsn(), endLsn(), prepareTime(), xid(), gid());
    }

    /// The flags that no version of the protocol uses yet.
    private void noFlags() {
        reader.readFlags(0, "flags");
    }

    private Lsn commitLsn() {
        return reader.readLsn("the commit LSN");
    }

    private Lsn prepareLsn() {
        return reader.readLsn("the prepare LSN");
    }

    private Lsn endLsn() {
        return reader.readLsn("the end LSN");
    }

    private Instant commitTime() {
        return reader.readTime("the commit time");
    }

    private Instant prepareTime() {
        return reader.readTime("the prepare time");
    }

    private int xid() {
        return reader.readInt32("the transaction id");
    }

    private String gid() {
        return reader.readString("the prepared transaction's name");
    }
}
