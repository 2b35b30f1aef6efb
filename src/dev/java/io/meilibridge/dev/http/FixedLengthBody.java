package io.meilibridge.dev.http;

import java.io.IOException;
import java.io.InputStream;

/// A request body of announced length.
final class FixedLengthBody extends InputStream {

    private final ConnectionInput input;
    private long left;

    FixedLengthBody(ConnectionInput input, long length) {
        this.input = input;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int count = input.read(target, start, (int) Math.min(length, left));
        left -= count;
        return count;
    }
}
