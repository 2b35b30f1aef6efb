package io.meilibridge.pgoutput.message;

/// One message of the stream. Rows and contents are views over the frame that it was decoded from:
/// they hold as long as nobody writes to that array.
///
/// Where a message has an `xid` of its transaction, that is the (sub)transaction that made the
/// change, unsigned 32 bit, and only known inside a streamed block (protocol 2 and later): outside
/// of it is [#NO_XID], and the transaction is that of the last [Begin] or
/// [TwoPhaseMessage.BeginPrepare].
public sealed interface PgOutputMessage
        permits Begin,
                Commit,
                OriginMessage,
                LogicalMessage,
                RelationMessage,
                TypeMessage,
                InsertMessage,
                UpdateMessage,
                DeleteMessage,
                TruncateMessage,
                StreamMessage,
                TwoPhaseMessage {

    /// PostgreSQL's invalid transaction id, which no transaction has.
    int NO_XID = 0;
}
