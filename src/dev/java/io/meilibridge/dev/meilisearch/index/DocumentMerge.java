package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.meilibridge.dev.meilisearch.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lays one document over another: top-level fields only, values as they were sent.
final class DocumentMerge {

    /// A value's text within one of the two documents.
    private record Slice(byte[] bytes, int start, int end) {}

    private DocumentMerge() {}

    static byte[] merge(byte[] earlier, byte[] later) throws IOException {
        Map<String, Slice> fields = new LinkedHashMap<>();
        read(earlier, fields);
        read(later, fields);
        ByteArrayOutputStream merged = new ByteArrayOutputStream(earlier.length + later.length);
        merged.write('{');
        for (Map.Entry<String, Slice> field : fields.entrySet()) {
            if (merged.size() > 1) {
                merged.write(',');
            }
            merged.writeBytes(Json.write(Json.text(field.getKey())));
            merged.write(':');
            Slice value = field.getValue();
            merged.write(value.bytes(), value.start(), value.end() - value.start());
        }
        merged.write('}');
        return merged.toByteArray();
    }

    private static void read(byte[] document, Map<String, Slice> fields) throws IOException {
        try (JsonParser parser = Json.parser(document, 0, document.length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                fields.put(name, new Slice(document, start, end));
            }
        }
    }
}
