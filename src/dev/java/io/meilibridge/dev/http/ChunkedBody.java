package io.meilibridge.dev.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A request body in chunks (RFC 9112, section 7.1). Extensions and trailers are skipped.
final class ChunkedBody extends InputStream {

    private final ConnectionInput input;
    private long leftInChunk;
    private boolean begun;
    private boolean ended;

    ChunkedBody(ConnectionInput input) {
        this.input = input;
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
        if (leftInChunk == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = input.read(target, start, (int) Math.min(length, leftInChunk));
        leftInChunk -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (begun && !line().isEmpty()) {
            throw new MalformedRequestException("A chunk is longer than its size says.");
        }
        begun = true;
        String head = line();
        int extension = head.indexOf(';');
        String size = (extension < 0 ? head : head.substring(0, extension)).trim();
        try {
            leftInChunk = Long.parseUnsignedLong(size, 16);
        } catch (NumberFormatException e) {
            throw new MalformedRequestException("A chunk's size is not a hexadecimal number.");
        }
        if (leftInChunk < 0) {
            throw new MalformedRequestException("A chunk's size is out of range.");
        }
        if (leftInChunk == 0) {
            String trailer = line();
            while (!trailer.isEmpty()) {
                trailer = line();
            }
            ended = true;
        }
    }

    private String line() throws IOException {
        String line = input.line();
        if (line == null) {
            throw new EOFException("The connection ended within a chunked body.");
        }
        return line;
    }
}
