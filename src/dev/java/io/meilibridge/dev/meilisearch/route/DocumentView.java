package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What of a document is shown.
///
/// @param fields top-level or dotted names, null for all
record DocumentView(@Nullable List<String> fields, boolean vectors) {

    JsonNode of(JsonNode document) {
        ObjectNode shown = Json.object();
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            String name = field.getKey();
            boolean wanted = fields == null || fields.contains("*") || fields.contains(name);
            if (wanted && (vectors || !name.equals("_vectors"))) {
                shown.set(name, field.getValue());
            } else if (fields != null) {
                nested(shown, name, field.getValue(), fields);
            }
        }
        return shown;
    }

    private static void nested(ObjectNode shown, String name, JsonNode value, List<String> fields) {
        List<String> inner =
                fields.stream()
                        .filter(field -> field.startsWith(name + "."))
                        .map(field -> field.substring(name.length() + 1))
                        .toList();
        if (!inner.isEmpty() && value.isObject()) {
            shown.set(name, new DocumentView(inner, true).of(value));
        }
    }
}
