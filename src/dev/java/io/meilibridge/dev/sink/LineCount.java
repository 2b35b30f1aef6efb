package io.meilibridge.dev.sink;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Counts the lines of a body, or the items of a flat JSON array, as it arrives and without a look
/// at anything but line feeds or commas.
final class LineCount {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long ONES = 0x0101010101010101L;

    private final byte separator;
    private int separators;
    private long bytes;
    private byte last;

    private LineCount(char separator) {
        this.separator = (byte) separator;
    }

    static LineCount ofLines(InputStream in, byte[] buffer) throws IOException {
        LineCount count = new LineCount('\n');
        count.read(in, buffer);
        return count;
    }

    /// Right for items without commas in them, as ids are.
    static LineCount ofItems(InputStream in, byte[] buffer) throws IOException {
        LineCount count = new LineCount(',');
        count.read(in, buffer);
        return count;
    }

    /// A last line counts without a line feed too.
    int lines() {
        return bytes == 0 || last == '\n' ? separators : separators + 1;
    }

    /// 0 for `[]`.
    int items() {
        return bytes <= 2 ? 0 : separators + 1;
    }

    long bytes() {
        return bytes;
    }

    private void read(InputStream in, byte[] buffer) throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        while (count >= 0) {
            separators += occurrences(buffer, count);
            bytes += count;
            last = count > 0 ? buffer[count - 1] : last;
            count = in.read(buffer, 0, buffer.length);
        }
    }

    /// Eight bytes at a time: a byte of the word equals the separator where the XOR with it is
    /// zero, and only a zero byte leaves its high bit clear below.
    private int occurrences(byte[] buffer, int length) {
        long wanted = ONES * separator;
        int found = 0;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long word = (long) WORD.get(buffer, i) ^ wanted;
            long nonZero = ((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS;
            found += Long.bitCount(~nonZero);
        }
        for (; i < length; i++) {
            if (buffer[i] == separator) {
                found++;
            }
        }
        return found;
    }
}
