package io.meilibridge.dev.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The bytes of a connection: lines for heads, and blocks for bodies, which bypass the buffer once
/// it is empty.
final class ConnectionInput {

    private static final int LINE_BYTES_MAX = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[LINE_BYTES_MAX];
    private int next;
    private int end;

    ConnectionInput(InputStream in) {
        this.in = in;
    }

    /// @return null at the end of the connection before the first byte of the line
    @Nullable String line() throws IOException {
        int scanned = next;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    int stop = i > next && buffer[i - 1] == '\r' ? i - 1 : i;
                    String line =
                            new String(buffer, next, stop - next, StandardCharsets.ISO_8859_1);
                    next = i + 1;
                    return line;
                }
            }
            scanned = end - next;
            if (!fill()) {
                if (scanned == 0) {
                    return null;
                }
                throw new EOFException("The connection ended within a line.");
            }
        }
    }

    /// @return the number of bytes read, at least 1
    /// @throws EOFException at the end of the connection
    int read(byte[] target, int start, int length) throws IOException {
        if (next < end) {
            int count = Math.min(length, end - next);
            System.arraycopy(buffer, next, target, start, count);
            next += count;
            return count;
        }
        int count = in.read(target, start, length);
        if (count < 0) {
            throw new EOFException("The connection ended within a body.");
        }
        return count;
    }

    /// Moves what is left to the front and reads more behind it.
    private boolean fill() throws IOException {
        System.arraycopy(buffer, next, buffer, 0, end - next);
        end -= next;
        next = 0;
        if (end == buffer.length) {
            throw new MalformedRequestException(
                    "A line of the request is longer than " + LINE_BYTES_MAX + " bytes.");
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }
}
