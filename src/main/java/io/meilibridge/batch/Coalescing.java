package io.meilibridge.batch;

import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.OfDocument;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import io.meilibridge.fault.Failpoints;
import java.util.Map;

/// Two changes of one document folded into the one that has the effect of both in order.
final class Coalescing {

    private static final boolean FIRST_WINS = Failpoints.on("coalesce-first-wins");

    private Coalescing() {}

    static OfDocument fold(OfDocument earlier, OfDocument later) {
        if (FIRST_WINS) {
            return earlier;
        }
        return switch (later) {
            case Replace replace -> replace;
            case Delete delete -> delete;
            case Patch patch ->
                    switch (earlier) {
                        case Replace replace ->
                                new Replace(
                                        patch.position(),
                                        patch.id(),
                                        merge(replace.document(), patch.document()));
                        case Patch before ->
                                new Patch(
                                        patch.position(),
                                        patch.id(),
                                        merge(before.document(), patch.document()));
                        // Patches do not make documents, so the id stays deleted.
                        case Delete delete -> new Delete(patch.position(), delete.id());
                    };
        };
    }

    /// The fields of both; of a field in both the later value, whole.
    private static Document merge(Document base, Document patch) {
        Map<String, TopLevelFields.Slice> fields = TopLevelFields.of(base);
        fields.putAll(TopLevelFields.of(patch));
        int length = 1 + fields.size();
        for (TopLevelFields.Slice field : fields.values()) {
            length += field.end() - field.start();
        }
        byte[] merged = new byte[Math.max(length, 2)];
        int at = 0;
        for (TopLevelFields.Slice field : fields.values()) {
            merged[at++] = (byte) (at == 1 ? '{' : ',');
            int fieldLength = field.end() - field.start();
            System.arraycopy(field.bytes(), field.start(), merged, at, fieldLength);
            at += fieldLength;
        }
        merged[0] = '{';
        merged[merged.length - 1] = '}';
        return new Document(merged, 0, merged.length);
    }
}
