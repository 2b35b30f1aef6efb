package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Lsn;
import java.nio.ByteBuffer;

/// What somebody wrote to the log with `pg_logical_emit_message`. "Message", protocol 1, PostgreSQL
/// 14; sent only with the option `messages`.
///
/// @param xid the transaction when streamed, else [PgOutputMessage#NO_XID]
/// @param transactional whether it belongs to the transaction around it. One that does not arrives
///   as soon as it is decoded, outside of any transaction, and also when its transaction rolls
///   back.
/// @param lsn where the message stands in the log
/// @param prefix tells whose message it is
/// @param content read-only view, not copied
public record LogicalMessage(
        int xid, boolean transactional, Lsn lsn, String prefix, ByteBuffer content)
        implements PgOutputMessage {

    /// A view of its own for each caller, so that reading it moves nobody else's position.
    @Override
    public ByteBuffer content() {
        return content.duplicate();
    }
}
