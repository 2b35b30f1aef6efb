package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonNumbers;
import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// Lists of numbers that are no arrays, as a JSON array: pgvector's vector and halfvec (`[1,2.5]`),
/// and the catalog's int2vector and oidvector (`1 2`). A text of another form, of a user's own type
/// that happens to be named vector, is written as a string. Text form only.
public final class VectorCodec extends TypeCodec {

    public static final VectorCodec PGVECTOR = new VectorCodec(true);
    public static final VectorCodec CATALOG = new VectorCodec(false);

    private final boolean bracketed;

    private VectorCodec(boolean bracketed) {
        super(ValueFamily.ARRAY);
        this.bracketed = bracketed;
    }

    @Override
    public boolean readsBinary() {
        return false;
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        if (!bracketed) {
            numbers(bytes, start, end, out);
        } else if (end - start >= 2 && bytes[start] == '[' && bytes[end - 1] == ']') {
            numbers(bytes, start + 1, end - 1, out);
        } else {
            out.string(bytes, start, end);
        }
    }

    private void numbers(byte[] bytes, int start, int end, JsonOutput out) {
        char separator = bracketed ? ',' : ' ';
        out.openArray();
        int at = start;
        while (at < end) {
            int numberEnd = JsonNumbers.endOf(bytes, at, end);
            if (numberEnd < 0) {
                throw ValueFaults.malformed("vector");
            }
            JsonNumbers.require("vector", bytes, at, numberEnd);
            out.put(bytes, at, numberEnd);
            at = numberEnd;
            if (at < end) {
                if (bytes[at] != separator || at + 1 == end) {
                    throw ValueFaults.malformed("vector");
                }
                out.put(',');
                at++;
            }
        }
        out.closeArray();
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        throw ValueFaults.noBinary("vector");
    }
}
