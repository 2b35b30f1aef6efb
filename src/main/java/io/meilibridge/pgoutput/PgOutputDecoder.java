package io.meilibridge.pgoutput;

import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;
import io.meilibridge.fault.DecodeException;
import io.meilibridge.pgoutput.message.DeleteMessage;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.StreamMessage;
import io.meilibridge.pgoutput.message.TruncateMessage;
import io.meilibridge.pgoutput.message.UpdateMessage;
import java.util.ArrayList;
import java.util.List;

/// Decodes the messages of one replication stream, each in the order in which it arrived: what a
/// row means depends on the Relation and Type messages before it, which the decoder keeps. After
/// the stream was opened anew it has to be [#reset()].
///
/// Every message is read wholly or refused with a [DecodeException]; one that is refused leaves the
/// decoder as it was. No content makes it do anything else, or allocate more than a small multiple
/// of the message's own size.
///
/// Not thread-safe.
public final class PgOutputDecoder {

    private static final int CASCADE = 1;
    private static final int RESTART_IDENTITY = 2;

    private final boolean streaming;
    private final ByteReader reader = new ByteReader();
    private final RelationCache relations = new RelationCache();
    private final SchemaReader schemas = new SchemaReader(reader, relations);
    private final TupleReader tuples = new TupleReader(reader);
    private final TransactionReader transactions;

    /// Between Stream Start and Stream Stop, where messages carry the id of their transaction.
    private boolean inBlock;

    public PgOutputDecoder(ProtocolOptions options) {
        streaming = options.streaming() != StreamingMode.OFF;
        transactions = new TransactionReader(reader, options.streaming());
    }

    /// Forgets every relation and type, and that a block was open: a new stream announces all anew.
    public void reset() {
        schemas.reset();
        inBlock = false;
    }

    /// Decodes the message that reaches from `start` to the end of the array. The result may keep
    /// the array as what its rows are views of, so nobody may write to it any more.
    ///
    /// @throws DecodeException when the bytes are not one whole message that may stand here
    public PgOutputMessage decode(byte[] frame, int start) {
        reader.open(frame, start);
        PgOutputMessage message = message(reader.readByte("a tag"));
        reader.expectEnd();
        return message;
    }

    private PgOutputMessage message(byte tag) {
        return switch (tag) {
            case 'I' -> {
                reader.enter("Insert");
                yield insert();
            }
            case 'U' -> {
                reader.enter("Update");
                yield update();
            }
            case 'D' -> {
                reader.enter("Delete");
                yield delete();
            }
            case 'T' -> {
                reader.enter("Truncate");
                yield truncate();
            }
            case 'R' -> {
                reader.enter("Relation");
                yield schemas.relation(streamedXid());
            }
            case 'Y' -> {
                reader.enter("Type");
                yield schemas.type(streamedXid());
            }
            case 'M' -> {
                reader.enter("Message");
                yield transactions.logicalMessage(streamedXid());
            }
            case 'O' -> {
                reader.enter("Origin");
                yield transactions.origin();
            }
            case 'E' -> {
                reader.enter("Stream Stop");
                yield streamStop();
            }
            default -> boundary(tag);
        };
    }

    /// The messages that stand between transactions and between blocks.
    private PgOutputMessage boundary(byte tag) {
        return switch (tag) {
            case 'B' -> {
                outsideBlocks("Begin");
                yield transactions.begin();
            }
            case 'C' -> {
                outsideBlocks("Commit");
                yield transactions.commit();
            }
            case 'S' -> {
                streamed("Stream Start");
                yield streamStart();
            }
            case 'c' -> {
                streamed("Stream Commit");
                yield transactions.streamCommit();
            }
            case 'A' -> {
                outsideBlocks("Stream Abort");
                yield transactions.streamAbort();
            }
            case 'b' -> {
                outsideBlocks("Begin Prepare");
                yield transactions.beginPrepare();
            }
            case 'P' -> {
                outsideBlocks("Prepare");
                yield transactions.prepare();
            }
            case 'K' -> {
                outsideBlocks("Commit Prepared");
                yield transactions.commitPrepared();
            }
            case 'r' -> {
                outsideBlocks("Rollback Prepared");
                yield transactions.rollbackPrepared();
            }
            case 'p' -> {
                streamed("Stream Prepare");
                yield transactions.streamPrepare();
            }
            default -> throw faultAtLast("the tag of a pgoutput message", ByteReader.hex(tag));
        };
    }

    private InsertMessage insert() {
        int xid = streamedXid();
        Relation relation = relation();
        byte tag = reader.readByte("the tuple tag 'N'");
        if (tag != 'N') {
            throw faultAtLast("the tuple tag 'N'", ByteReader.hex(tag));
        }
        return new InsertMessage(xid, relation, tuples.row(relation));
    }

    private UpdateMessage update() {
        int xid = streamedXid();
        Relation relation = relation();
        byte tag = reader.readByte("the tuple tag 'K', 'O' or 'N'");
        OldRow old = null;
        if (tag == 'K' || tag == 'O') {
            old = oldRow(tag, relation);
            tag = reader.readByte("the tuple tag 'N'");
            if (tag != 'N') {
                throw faultAtLast("the tuple tag 'N'", ByteReader.hex(tag));
            }
        } else if (tag != 'N') {
            throw faultAtLast("the tuple tag 'K', 'O' or 'N'", ByteReader.hex(tag));
        }
        return new UpdateMessage(xid, relation, old, tuples.row(relation));
    }

    private DeleteMessage delete() {
        int xid = streamedXid();
        Relation relation = relation();
        byte tag = reader.readByte("the tuple tag 'K' or 'O'");
        if (tag != 'K' && tag != 'O') {
            throw faultAtLast("the tuple tag 'K' or 'O'", ByteReader.hex(tag));
        }
        return new DeleteMessage(xid, relation, oldRow(tag, relation));
    }

    private OldRow oldRow(byte tag, Relation relation) {
        if (tag == 'K') {
            return new OldRow.Key(tuples.key(relation));
        }
        return new OldRow.Full(tuples.row(relation));
    }

    private TruncateMessage truncate() {
        int xid = streamedXid();
        int count = reader.readInt32("the number of relations");
        int options = reader.readFlags(CASCADE | RESTART_IDENTITY, "truncate options");
        reader.checkCount(count, Integer.BYTES, Integer.BYTES + 1, "a number of relations");
        List<Relation> truncated = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            truncated.add(relation());
        }
        return new TruncateMessage(
                xid, truncated, (options & CASCADE) != 0, (options & RESTART_IDENTITY) != 0);
    }

    private Relation relation() {
        int oid = reader.readInt32("the relation's OID");
        Relation relation = relations.get(oid);
        if (relation == null) {
            throw reader.fault(
                    reader.position() - Integer.BYTES,
                    "a relation that a Relation message announced",
                    "OID " + Integer.toUnsignedString(oid));
        }
        reader.enter(relation);
        return relation;
    }

    private int streamedXid() {
        return inBlock ? reader.readInt32("the transaction id") : PgOutputMessage.NO_XID;
    }

    private StreamMessage.Start streamStart() {
        StreamMessage.Start start = transactions.streamStart();
        reader.expectEnd();
        inBlock = true;
        return start;
    }

    private StreamMessage.Stop streamStop() {
        if (!inBlock) {
            throw faultAtLast("a Stream Start before it", "none");
        }
        reader.expectEnd();
        inBlock = false;
        return new StreamMessage.Stop();
    }

    private void streamed(String message) {
        outsideBlocks(message);
        if (!streaming) {
            throw faultAtLast("no such message without streaming", "one");
        }
    }

    private void outsideBlocks(String message) {
        reader.enter(message);
        if (inBlock) {
            throw faultAtLast("a Stream Stop before it", "none");
        }
    }

    /// A fault at the byte that was read last.
    private DecodeException faultAtLast(String expected, String found) {
        return reader.fault(reader.position() - 1, expected, found);
    }
}
