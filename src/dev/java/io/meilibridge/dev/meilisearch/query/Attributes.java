package io.meilibridge.dev.meilisearch.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Finds the values of an attribute in a document: dots reach into objects, through arrays too.
final class Attributes {

    private Attributes() {}

    /// The values as they stand, arrays whole; empty when the document has no such attribute.
    static List<JsonNode> values(JsonNode document, String attribute) {
        List<JsonNode> found = new ArrayList<>();
        collect(document, attribute, found);
        return found;
    }

    private static void collect(JsonNode node, String path, List<JsonNode> found) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, path, found));
            return;
        }
        JsonNode whole = node.get(path);
        if (whole != null) {
            found.add(whole);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            JsonNode child = node.get(path.substring(0, dot));
            if (child != null) {
                collect(child, path.substring(dot + 1), found);
            }
        }
    }
}
