package io.meilibridge.pgtype;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of UTF-8 JSON. Knows how to write single values; commas, colons and names are
/// the caller's, as prepared bytes. Also takes plain text, for values that are not JSON yet. Not
/// safe for threads; reused by its owner.
public final class JsonOutput {

    /// The deepest nesting of a document, its own object included, that Meilisearch takes.
    public static final int LEVELS_MAX = 128;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONG_DIGITS_MAX = 20;

    /// The two digits of each number below 100, one pair after the other.
    private static final byte[] PAIRS = pairs();

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private byte[] bytes;
    private int size;
    private int depth = 1;
    private int nulledValues;

    public JsonOutput(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    /// Bytes written so far.
    public int size() {
        return size;
    }

    /// The array behind, of which the first [#size()] bytes are written; valid until the next
    /// write.
    public byte[] bytes() {
        return bytes;
    }

    /// A copy of what was written from `start` on.
    public byte[] slice(int start) {
        return Arrays.copyOfRange(bytes, start, size);
    }

    /// Hands over the array behind without a copy and goes on with an empty one of that capacity.
    public byte[] take(int capacity) {
        byte[] taken = bytes;
        bytes = new byte[Math.max(capacity, 16)];
        reset();
        return taken;
    }

    /// Forgets everything written; keeps the array.
    public void reset() {
        truncate(0);
    }

    /// Forgets what was written after the first `size` bytes, and any open nesting with it: back to
    /// the start of a document, for one that could not be finished.
    public void truncate(int size) {
        this.size = size;
        depth = 1;
    }

    /// Levels of nesting at this place, the document's own object being the first: 1, and one more
    /// for each object and array inside it that [#openObject] and [#openArray] have opened. (The
    /// document's own brace is written with [#put(char)].) Codecs refuse a value that would pass
    /// [#LEVELS_MAX].
    public int depth() {
        return depth;
    }

    /// How many values were written as `null` because JSON has no form for them (NaN, infinite
    /// numbers and times), since this output exists.
    public int nulledValues() {
        return nulledValues;
    }

    public void openObject() {
        put('{');
        depth++;
    }

    public void closeObject() {
        put('}');
        depth--;
    }

    public void openArray() {
        put('[');
        depth++;
    }

    public void closeArray() {
        put(']');
        depth--;
    }

    public void nullValue() {
        put(NULL, 0, NULL.length);
    }

    /// `null` in place of a value that JSON has no form for; counted.
    public void nulledValue() {
        nulledValues++;
        nullValue();
    }

    /// Writes one ASCII character as it is.
    public void put(char ascii) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) ascii;
    }

    /// Writes bytes as they are.
    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /// Writes the bytes from `start` up to `end` as they are.
    public void put(byte[] source, int start, int end) {
        int length = end - start;
        ensure(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    /// Writes ASCII text as it is.
    public void ascii(String text) {
        int length = text.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    /// Writes a whole number in decimal.
    public void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        ensure(LONG_DIGITS_MAX);
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        digits(rest, digitsOf(rest));
    }

    /// Writes a number in so many digits, for which there is room.
    private void digits(long value, int count) {
        int at = size + count;
        size = at;
        long large = value;
        int left = count;
        while (large > Integer.MAX_VALUE) {
            long rest = large / 100;
            at -= 2;
            left -= 2;
            pair((int) (large - rest * 100), at);
            large = rest;
        }
        int small = (int) large;
        for (; left >= 2; left -= 2) {
            // Divided by 100: a multiplication costs a fraction of a division.
            int rest = (int) ((small * 1_374_389_535L) >>> 37);
            at -= 2;
            pair(small - rest * 100, at);
            small = rest;
        }
        if (left == 1) {
            bytes[at - 1] = (byte) ('0' + small);
        }
    }

    private void pair(int value, int at) {
        bytes[at] = PAIRS[2 * value];
        bytes[at + 1] = PAIRS[2 * value + 1];
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /// Writes a number in at least so many digits, with zeros in front.
    ///
    /// @param value not negative
    public void padded(long value, int digitsMin) {
        int digits = Math.max(digitsMin, digitsOf(value));
        ensure(digits);
        digits(value, digits);
    }

    /// Writes one byte as two lower-case hex digits.
    public void hex(byte value) {
        ensure(2);
        bytes[size++] = HEX[(value >> 4) & 0xF];
        bytes[size++] = HEX[value & 0xF];
    }

    /// Writes a JSON string, quoted and escaped.
    public void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        string(utf8, 0, utf8.length);
    }

    /// Writes the UTF-8 bytes from `start` up to `end` as a JSON string, quoted and escaped.
    ///
    /// @throws io.meilibridge.fault.MappingException when the bytes are not UTF-8
    public void string(byte[] source, int start, int end) {
        ensure(end - start + 2);
        bytes[size++] = '"';
        stringPart(source, start, end);
        put('"');
    }

    /// Writes UTF-8 bytes as a part of a JSON string: escaped, without the quotes around it.
    ///
    /// @throws io.meilibridge.fault.MappingException when the bytes are not UTF-8
    public void stringPart(byte[] source, int start, int end) {
        int done = start;
        int at = start;
        while (true) {
            at = plainUntil(source, at, end);
            if (at == end) {
                break;
            }
            byte found = source[at];
            if (found < 0) {
                do {
                    at += Utf8.lengthAt(source, at, end);
                } while (at < end && source[at] < 0);
            } else {
                put(source, done, at);
                escape(found);
                done = ++at;
            }
        }
        put(source, done, end);
    }

    /// The first place from `start` on whose byte needs a second look inside a JSON string: a
    /// quote, a backslash, a control character or a byte of a character beyond ASCII.
    public static int plainUntil(byte[] source, int start, int end) {
        int at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(source, at);
            long quotes = word ^ (ONES * '"');
            long backslashes = word ^ (ONES * '\\');
            long found =
                    ((((word - ONES * 0x20) | (quotes - ONES) | (backslashes - ONES)) & ~word)
                                    | word)
                            & HIGH_BITS;
            if (found != 0) {
                // Borrows only reach bytes after a true hit, so the first one found is right.
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < end && isPlain(source[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '"' && b != '\\';
    }

    private void escape(byte control) {
        put('\\');
        switch (control) {
            case '"', '\\' -> put((char) control);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            case '\b' -> put('b');
            case '\f' -> put('f');
            default -> {
                ascii("u00");
                hex(control);
            }
        }
    }

    private static int digitsOf(long value) {
        if (value < 10_000) {
            return value < 100 ? (value < 10 ? 1 : 2) : (value < 1000 ? 3 : 4);
        }
        int digits = 5;
        long limit = 100_000;
        while (digits < 19 && value >= limit) {
            digits++;
            limit *= 10;
        }
        return digits;
    }

    /// Makes room for so many more bytes.
    public void ensure(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
    }

    /// Takes over that bytes were written to the array behind by the caller, after [#ensure].
    public void advance(int written) {
        size += written;
    }

    private void grow(int more) {
        int needed = Math.addExact(size, more);
        int doubled = bytes.length < (1 << 29) ? bytes.length << 1 : Integer.MAX_VALUE - 8;
        bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
}
