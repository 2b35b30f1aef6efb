package io.meilibridge.pgtype.nested;

import io.meilibridge.pgtype.JsonOutput;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.ValueFamily;
import io.meilibridge.pgtype.ValueFaults;

/// json and jsonb: the value itself, without the white space between its tokens. A json value may
/// hold what Meilisearch cannot take, numbers beyond double and lone surrogates: these, and nesting
/// beyond [JsonOutput#LEVELS_MAX], are refused. The binary form of json is its text, that of jsonb
/// the text after a version byte, 1.
public final class JsonCodec extends TypeCodec {

    private static final byte VERSION = 1;

    private final boolean jsonb;

    public JsonCodec(boolean jsonb) {
        super(ValueFamily.JSON);
        this.jsonb = jsonb;
    }

    @Override
    public void writeText(byte[] bytes, int start, int end, JsonOutput out) {
        JsonCopier.copy(bytes, start, end, out);
    }

    @Override
    public void writeBinary(byte[] bytes, int start, int end, JsonOutput out) {
        JsonCopier.copy(bytes, textStart(bytes, start, end), end, out);
    }

    @Override
    public void printBinary(byte[] bytes, int start, int end, JsonOutput out) {
        out.put(bytes, textStart(bytes, start, end), end);
    }

    private int textStart(byte[] bytes, int start, int end) {
        if (!jsonb) {
            return start;
        }
        if (start == end || bytes[start] != VERSION) {
            throw ValueFaults.malformed("binary jsonb");
        }
        return start + 1;
    }
}
