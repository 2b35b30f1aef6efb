package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.error.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The field that holds a document's id; dots reach into nested objects.
public record PrimaryKey(String name) {

    boolean isNested() {
        return name.indexOf('.') >= 0;
    }

    /// Every value the document has under this name, nested and literally dotted ones.
    List<JsonNode> valuesIn(JsonNode document) {
        List<JsonNode> found = new ArrayList<>();
        collect(document, name, found);
        return found;
    }

    private static void collect(JsonNode node, String path, List<JsonNode> found) {
        if (!node.isObject()) {
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

    /// The one top-level field of the document whose name ends in `id`, in any case.
    ///
    /// @throws TaskFailedException when there is none or more than one
    public static PrimaryKey infer(Iterable<String> fields) {
        List<String> candidates = new ArrayList<>();
        for (String field : fields) {
            if (field.toLowerCase(Locale.ROOT).endsWith("id")) {
                candidates.add(field);
            }
        }
        if (candidates.isEmpty()) {
            throw new TaskFailedException(
                    "index_primary_key_no_candidate_found",
                    "The primary key inference found no field ending with `id`.");
        }
        if (candidates.size() > 1) {
            throw new TaskFailedException(
                    "index_primary_key_multiple_candidates_found",
                    "The primary key inference found " + candidates.size() + " fields.");
        }
        return new PrimaryKey(candidates.getFirst());
    }
}
