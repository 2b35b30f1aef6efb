package io.meilibridge.spool;

import io.meilibridge.event.Relation;
import io.meilibridge.event.WalChunk;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.pgoutput.message.Begin;
import io.meilibridge.pgoutput.message.Commit;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import io.meilibridge.pgoutput.message.RelationMessage;
import io.meilibridge.pgoutput.message.TruncateMessage;
import io.meilibridge.pgoutput.message.UpdateMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Messages written by hand, with an empty header, and what a decoder of protocol 1 makes of them.
/// Tables are named by number, rows have one text column or several of the same value.
final class Messages {

    private static final int COLUMN_BYTES = 32;

    private Messages() {}

    private static ByteBuffer of(char tag, int bytes) {
        return ByteBuffer.allocate(WalChunk.HEADER_BYTES + 1 + bytes)
                .position(WalChunk.HEADER_BYTES)
                .put((byte) tag);
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }

    private static byte[] text(String value) {
        return (value + '\0').getBytes(StandardCharsets.UTF_8);
    }

    static byte[] begin(long commitLsn, int xid) {
        return of('B', 20).putLong(commitLsn).putLong(0).putInt(xid).array();
    }

    static byte[] commit(long commitLsn, long endLsn) {
        return of('C', 25).put((byte) 0).putLong(commitLsn).putLong(endLsn).putLong(0).array();
    }

    static byte[] relation(int table, int columns) {
        ByteBuffer body = ByteBuffer.allocate(COLUMN_BYTES * (columns + 1));
        body.putInt(table).put(text("s")).put(text("t" + table)).put((byte) 'd');
        body.putShort((short) columns);
        for (int i = 0; i < columns; i++) {
            body.put((byte) 0).put(text("c" + i)).putInt(25).putInt(-1);
        }
        return of('R', body.position()).put(body.flip()).array();
    }

    static byte[] insert(int table, int columns, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = of('I', 4 + 1 + 2 + columns * (5 + bytes.length));
        frame.putInt(table).put((byte) 'N').putShort((short) columns);
        for (int i = 0; i < columns; i++) {
            frame.put((byte) 't').putInt(bytes.length).put(bytes);
        }
        return bytes(frame);
    }

    static byte[] truncate(int... tables) {
        ByteBuffer frame = of('T', 5 + 4 * tables.length).putInt(tables.length).put((byte) 0);
        for (int table : tables) {
            frame.putInt(table);
        }
        return bytes(frame);
    }

    /// The message as it is in a block.
    static byte[] in(int xid, byte[] message) {
        return ByteBuffer.allocate(message.length + 4)
                .put(message, 0, WalChunk.HEADER_BYTES + 1)
                .putInt(xid)
                .put(message, WalChunk.HEADER_BYTES + 1, message.length - WalChunk.HEADER_BYTES - 1)
                .array();
    }

    static byte[] start(int xid, boolean first) {
        return of('S', 5).putInt(xid).put((byte) (first ? 1 : 0)).array();
    }

    static byte[] stop() {
        return of('E', 0).array();
    }

    static byte[] streamCommit(int xid, long commitLsn, long endLsn) {
        return of('c', 29)
                .putInt(xid)
                .put((byte) 0)
                .putLong(commitLsn)
                .putLong(endLsn)
                .putLong(0)
                .array();
    }

    static byte[] abort(int xid, int subtransaction) {
        return of('A', 8).putInt(xid).putInt(subtransaction).array();
    }

    static byte[] beginPrepare(long prepareLsn, int xid) {
        return of('b', 28 + 2)
                .putLong(prepareLsn)
                .putLong(prepareLsn + 1)
                .putLong(0)
                .putInt(xid)
                .put(text("g"))
                .array();
    }

    /// Prepare, Commit Prepared or Stream Prepare.
    static byte[] prepared(char tag, long lsn, int xid) {
        return of(tag, 29 + 2)
                .put((byte) 0)
                .putLong(lsn)
                .putLong(lsn + 1)
                .putLong(0)
                .putInt(xid)
                .put(text("g"))
                .array();
    }

    static byte[] rollbackPrepared(int xid) {
        return of('r', 37 + 2)
                .put((byte) 0)
                .putLong(1)
                .putLong(2)
                .putLong(0)
                .putLong(0)
                .putInt(xid)
                .put(text("g"))
                .array();
    }

    static WalChunk chunk(byte[]... frames) {
        return new WalChunk("shop", frames, frames.length, 1);
    }

    /// A decoder of whole transactions.
    static PgOutputDecoder decoder() {
        return new PgOutputDecoder(ProtocolOptions.version1());
    }

    static List<String> texts(PgOutputDecoder decoder, WalChunk chunk) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < chunk.count(); i++) {
            texts.add(text(decoder.decode(chunk.frames()[i], WalChunk.HEADER_BYTES)));
        }
        return texts;
    }

    private static String text(PgOutputMessage message) {
        return switch (message) {
            case Begin begin -> "begin " + begin.xid() + " " + begin.commitLsn().value();
            case Commit commit ->
                    "commit " + commit.commitLsn().value() + " " + commit.endLsn().value();
            case RelationMessage announced -> "relation " + text(announced.relation());
            case InsertMessage insert -> {
                String value = insert.row().text(0);
                yield "insert " + text(insert.relation()) + " " + value;
            }
            case UpdateMessage update -> "update " + text(update.relation());
            case TruncateMessage truncate ->
                    "truncate " + truncate.relations().stream().map(Messages::text).toList();
            default -> message.getClass().getSimpleName();
        };
    }

    private static String text(Relation relation) {
        return relation.table().name() + "/" + relation.columns().size();
    }
}
