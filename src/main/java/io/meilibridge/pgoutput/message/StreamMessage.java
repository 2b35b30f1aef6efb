package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Lsn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Large transactions sent in blocks before they end (option `streaming`, protocol 2, PostgreSQL
/// 14). A block lies between [Start] and [Stop]; blocks of several transactions alternate. What a
/// block holds counts only when [Commit] arrives, and never when [Abort] does.
public sealed interface StreamMessage extends PgOutputMessage {

    /// A block begins. "Stream Start".
    ///
    /// @param xid of the top-level transaction, unsigned 32 bit
    /// @param first whether it is the transaction's first block
    record Start(int xid, boolean first) implements StreamMessage {}

    /// The block ends. "Stream Stop".
    record Stop() implements StreamMessage {}

    /// The streamed transaction was committed: its blocks count, as one transaction, here. "Stream
    /// Commit".
    ///
    /// @param xid of the top-level transaction, unsigned 32 bit
    /// @param commitLsn where the commit record starts
    /// @param endLsn the first byte after the transaction
    record Commit(int xid, Lsn commitLsn, Lsn endLsn, Instant commitTime)
            implements StreamMessage {}

    /// A streamed transaction, or a savepoint of it, was rolled back. "Stream Abort". To be ignored
    /// for a transaction of which no block was seen: PostgreSQL 18 is reported to send one even
    /// when nothing is streamed, under protocol 1.
    ///
    /// @param xid of the top-level transaction, unsigned 32 bit
    /// @param subtransactionXid what was rolled back: the same when it was the whole transaction
    /// @param abortLsn null unless streaming is parallel (protocol 4, PostgreSQL 16)
    /// @param abortTime null unless streaming is parallel
    record Abort(
            int xid, int subtransactionXid, @Nullable Lsn abortLsn, @Nullable Instant abortTime)
            implements StreamMessage {}
}
