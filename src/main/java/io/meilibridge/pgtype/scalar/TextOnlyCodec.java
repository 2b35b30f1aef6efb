package io.meilibridge.pgtype.scalar;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.PrintedCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// The types that are written as PostgreSQL prints them and whose binary form is not read, because
/// it does not tell the text (regclass is an OID there) or because the type is not known here
/// (enums, composites).
public final class TextOnlyCodec extends PrintedCodec {

    private final String name;

    /// @param name the type's name, for errors
    public TextOnlyCodec(String name, ValueFamily family) {
        super(family);
        this.name = name;
    }

    @Override
    public boolean readsBinary() {
        return false;
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        throw ValueFaults.noBinary(name);
    }
}
