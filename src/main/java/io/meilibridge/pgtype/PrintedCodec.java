package io.meilibridge.pgtype;

/// A type whose JSON is the string that PostgreSQL prints.
public abstract class PrintedCodec extends TypeCodec {

    protected PrintedCodec(ValueFamily family) {
        super(family);
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        out.string(bytes, start, end);
    }
}
