package io.meilibridge.pgtype;

import io.meilibridge.event.Row;
import io.meilibridge.event.ValueKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/// What COPY TO STDOUT sends, as rows: the values' bytes are those that the stream carries.
final class CopiedRows {

    private static final int SIGNATURE = 11;

    private CopiedRows() {}

    /// The rows of a query with every value in text form.
    static List<Row> text(Connection connection, String query) throws SQLException, IOException {
        byte[] copied = copy(connection, "COPY (" + query + ") TO STDOUT");
        List<Row> rows = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < copied.length; at++) {
            if (copied[at] == '\n') {
                rows.add(textRow(copied, start, at));
                start = at + 1;
            }
        }
        return rows;
    }

    private static Row textRow(byte[] copied, int start, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> layout = new ArrayList<>();
        int at = start;
        while (true) {
            int from = bytes.size();
            boolean isNull = at + 1 < end && copied[at] == '\\' && copied[at + 1] == 'N';
            while (at < end && copied[at] != '\t') {
                if (copied[at] == '\\') {
                    at++;
                    bytes.write(unescaped((char) copied[at]));
                } else {
                    bytes.write(copied[at]);
                }
                at++;
            }
            layout.add(isNull ? ValueKind.NULL.tag() : ValueKind.TEXT.tag());
            layout.add(from);
            layout.add(bytes.size() - from);
            if (at == end) {
                return row(bytes.toByteArray(), layout);
            }
            at++;
        }
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> '\u000B';
            default -> c;
        };
    }

    /// The rows of a query with every value in binary form.
    static List<Row> binary(Connection connection, String query) throws SQLException, IOException {
        byte[] copied = copy(connection, "COPY (" + query + ") TO STDOUT (FORMAT binary)");
        ByteBuffer buffer = ByteBuffer.wrap(copied);
        buffer.position(SIGNATURE + Integer.BYTES);
        int extension = buffer.getInt();
        buffer.position(buffer.position() + extension);
        List<Row> rows = new ArrayList<>();
        for (int columns = buffer.getShort(); columns >= 0; columns = buffer.getShort()) {
            List<Integer> layout = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                int length = buffer.getInt();
                layout.add(length < 0 ? ValueKind.NULL.tag() : ValueKind.BINARY.tag());
                layout.add(buffer.position());
                layout.add(Math.max(length, 0));
                buffer.position(buffer.position() + Math.max(length, 0));
            }
            rows.add(row(copied, layout));
        }
        return rows;
    }

    private static Row row(byte[] bytes, List<Integer> layout) {
        return new Row(bytes, layout.stream().mapToInt(Integer::intValue).toArray());
    }

    private static byte[] copy(Connection connection, String sql) throws SQLException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
        return out.toByteArray();
    }
}
