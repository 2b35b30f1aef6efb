package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;
import io.meilibridge.pgtype.ValueReader;

/// hstore: a JSON object of strings, NULL values as `null`. Text is `"a"=>"1", "b"=>NULL`; binary
/// the number of pairs, then each key and value after its length, −1 for NULL.
public final class HstoreCodec extends TypeCodec {

    private static final int PAIR_BYTES_MIN = 8;
    private static final String NULL = "NULL";

    public HstoreCodec() {
        super(ValueFamily.JSON);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        out.openObject();
        int at = start;
        while (at < end) {
            if (at > start) {
                out.put(',');
                at = expect(", ", bytes, at, end);
            }
            at = quoted(bytes, at, end, out);
            at = expect("=>", bytes, at, end);
            out.put(':');
            if (at < end && bytes[at] == '"') {
                at = quoted(bytes, at, end, out);
            } else {
                at = expect(NULL, bytes, at, end);
                out.nullValue();
            }
        }
        out.closeObject();
    }

    private static int quoted(byte[] bytes, int start, int end, JsonOutput out) {
        int from = expect("\"", bytes, start, end);
        int closing = QuotedText.closing(bytes, from, end);
        if (closing < 0) {
            throw ValueFaults.malformed("hstore");
        }
        if (QuotedText.hasEscapes(bytes, from, closing)) {
            byte[] plain = QuotedText.unescaped(bytes, from, closing);
            out.string(plain, 0, plain.length);
        } else {
            out.string(bytes, from, closing);
        }
        return closing + 1;
    }

    private static int expect(String text, byte[] bytes, int start, int end) {
        boolean matches = end - start >= text.length();
        for (int i = 0; matches && i < text.length(); i++) {
            matches = bytes[start + i] == text.charAt(i);
        }
        if (!matches) {
            throw ValueFaults.malformed("hstore");
        }
        return start + text.length();
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader("hstore", bytes, start, end);
        int pairs = reader.count(PAIR_BYTES_MIN);
        out.openObject();
        for (int i = 0; i < pairs; i++) {
            if (i > 0) {
                out.put(',');
            }
            int keyLength = reader.int32();
            int key = reader.skip(keyLength);
            out.string(bytes, key, key + keyLength);
            out.put(':');
            int length = reader.int32();
            if (length == -1) {
                out.nullValue();
            } else {
                int value = reader.skip(length);
                out.string(bytes, value, value + length);
            }
        }
        out.closeObject();
        reader.finish();
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        ValueReader reader = new ValueReader("hstore", bytes, start, end);
        int pairs = reader.count(PAIR_BYTES_MIN);
        for (int i = 0; i < pairs; i++) {
            if (i > 0) {
                out.ascii(", ");
            }
            int keyLength = reader.int32();
            int key = reader.skip(keyLength);
            QuotedText.print(bytes, key, key + keyLength, out);
            out.ascii("=>");
            int length = reader.int32();
            if (length == -1) {
                out.ascii(NULL);
            } else {
                int value = reader.skip(length);
                QuotedText.print(bytes, value, value + length, out);
            }
        }
        reader.finish();
    }
}
