package io.meilibridge.jmh;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.event.TableName;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.pgoutput.message.InsertMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Messages of a table of ten columns and about 450 bytes a row, as the stream brings them.
final class ProductFrames {

    static final TableName TABLE = new TableName("public", "products");

    private static final int FRAME_BYTES_MAX = 1024;

    /// A column's name and the OID of its type; the first is the key.
    private record Field(String name, int type) {}

    private static final Field[] FIELDS = {
        new Field("id", 20),
        new Field("sku", 25),
        new Field("name", 25),
        new Field("description", 25),
        new Field("price", 1700),
        new Field("stock", 23),
        new Field("active", 16),
        new Field("tags", 1009),
        new Field("attributes", 3802),
        new Field("updated_at", 1184),
    };

    private ProductFrames() {}

    static byte[] relation() {
        ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES_MAX);
        out.put((byte) 'R').putInt(16_412);
        text(out, TABLE.schema());
        text(out, TABLE.name());
        out.put((byte) 'd').putShort((short) FIELDS.length);
        for (int i = 0; i < FIELDS.length; i++) {
            out.put((byte) (i == 0 ? 1 : 0));
            text(out, FIELDS[i].name());
            out.putInt(FIELDS[i].type()).putInt(-1);
        }
        return written(out);
    }

    static byte[] insert(long id) {
        ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES_MAX);
        out.put((byte) 'I').putInt(16_412).put((byte) 'N').putShort((short) FIELDS.length);
        for (String value : values(id)) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            out.put((byte) 't').putInt(utf8.length).put(utf8);
        }
        return written(out);
    }

    private static String[] values(long id) {
        return new String[] {
            Long.toString(id),
            "SKU-%09d".formatted(id),
            "Product number " + id,
            "A description of some length, as products have. ".repeat(5),
            "%d.99".formatted(id % 1000),
            Long.toString(id % 1000),
            id % 7 == 0 ? "f" : "t",
            "{new,sale,\"in stock\"}",
            "{\"size\": %d, \"color\": \"red\"}".formatted(id % 50),
            "2024-01-31 13:37:00.123456+00",
        };
    }

    private static void text(ByteBuffer out, String value) {
        out.put(value.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }

    private static byte[] written(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    /// A decoder that knows the table.
    static PgOutputDecoder decoder() {
        PgOutputDecoder decoder = new PgOutputDecoder(ProtocolOptions.version1());
        decoder.decode(relation(), 0);
        return decoder;
    }

    static InsertMessage decoded(PgOutputDecoder decoder, long id) {
        return (InsertMessage) decoder.decode(insert(id), 0);
    }

    static Position at(long ordinal) {
        return new Position(new Lsn(0x16B3748), ordinal);
    }
}
