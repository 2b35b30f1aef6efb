package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;

/// The types whose binary form is the text they print: text, varchar, bpchar (its trailing blanks
/// included), name, citext, xml.
public final class TextCodec extends PrintedCodec {

    public TextCodec(ValueFamily family) {
        super(family);
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        writeText(bytes, start, end, out);
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.put(bytes, start, end);
    }
}
