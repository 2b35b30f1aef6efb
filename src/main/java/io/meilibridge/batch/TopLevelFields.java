package io.meilibridge.batch;

import io.meilibridge.document.Document;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The top-level fields of a rendered document, found by one pass over its bytes. It relies on the
/// document being well-formed JSON, which whatever renders one guarantees.
final class TopLevelFields {

    private final byte[] bytes;
    private int at;

    private TopLevelFields(byte[] bytes, int start) {
        this.bytes = bytes;
        this.at = start;
    }

    /// Where each field, its name included, stands in the document's bytes.
    record Slice(byte[] bytes, int start, int end) {}

    /// The fields by the raw text of their names, in the order they stand in; a name that stands
    /// twice keeps its first place and its last value, as a JSON reader would have it.
    static Map<String, Slice> of(Document document) {
        return new TopLevelFields(document.bytes(), document.start()).read();
    }

    private Map<String, Slice> read() {
        Map<String, Slice> fields = new LinkedHashMap<>();
        skipSpace();
        at++;
        skipSpace();
        while (bytes[at] != '}') {
            int start = at;
            skipString();
            String name = new String(bytes, start, at - start, StandardCharsets.UTF_8);
            skipSpace();
            at++;
            skipSpace();
            skipValue();
            fields.put(name, new Slice(bytes, start, at));
            skipSpace();
            if (bytes[at] == ',') {
                at++;
                skipSpace();
            }
        }
        return fields;
    }

    private void skipValue() {
        switch (bytes[at]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> {
                while (bytes[at] != ',' && bytes[at] != '}' && !isSpace(bytes[at])) {
                    at++;
                }
            }
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            switch (bytes[at]) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            at++;
        } while (depth > 0);
    }

    private void skipString() {
        at++;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipSpace() {
        while (isSpace(bytes[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || value == '\n' || value == '\r';
    }
}
