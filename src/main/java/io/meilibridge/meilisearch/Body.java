package io.meilibridge.meilisearch;

import io.meilibridge.document.Document;
import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentChange.OfDocument;
import io.meilibridge.document.DocumentChange.Patch;
import io.meilibridge.document.DocumentChange.Replace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The bytes of a request, rendered into one buffer that is used again for the next. Not
/// thread-safe.
final class Body {

    private byte[] bytes = new byte[64 * 1024];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// Documents as NDJSON, one a line.
    void documents(List<? extends OfDocument> changes) {
        length = 0;
        for (OfDocument change : changes) {
            switch (change) {
                case Replace replace -> line(replace.document());
                case Patch patch -> line(patch.document());
                case Delete delete ->
                        throw new IllegalArgumentException("A delete has no document to send.");
            }
        }
    }

    /// Ids as a JSON array of strings.
    void ids(List<? extends OfDocument> changes) {
        length = 0;
        append('[');
        for (OfDocument change : changes) {
            if (length > 1) {
                append(',');
            }
            // Ids are of characters that JSON leaves as they are; anything else is a bug upstream,
            // which the escapes keep from breaking the request.
            append('"');
            for (byte each : change.id().value().getBytes(StandardCharsets.UTF_8)) {
                if (each == '"' || each == '\\') {
                    append('\\');
                }
                append(each < 0 || each >= ' ' ? each : '?');
            }
            append('"');
        }
        append(']');
    }

    private void line(Document document) {
        ensure(document.length() + 1);
        System.arraycopy(document.bytes(), document.start(), bytes, length, document.length());
        length += document.length();
        bytes[length++] = '\n';
    }

    private void append(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
