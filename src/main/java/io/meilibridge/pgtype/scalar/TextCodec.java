package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;

/// The types whose JSON is the string that PostgreSQL prints, and whose binary form is the same
/// text: text, varchar, bpchar (its trailing blanks included), name, citext, xml, json-free
/// extension types.
public final class TextCodec extends TypeCodec {

    public TextCodec(ValueFamily family) {
        super(family);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        out.string(bytes, start, end);
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.string(bytes, start, end);
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.put(bytes, start, end);
    }
}
