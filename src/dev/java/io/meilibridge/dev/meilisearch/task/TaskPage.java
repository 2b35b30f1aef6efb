package io.meilibridge.dev.meilisearch.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which part of the matching tasks is shown.
///
/// @param from the first uid that may be shown, null for the first of all
/// @param reverse oldest first
public record TaskPage(long limit, @Nullable Long from, boolean reverse) {

    /// @param matching oldest first
    ObjectNode view(List<Task> matching) {
        List<Task> ordered = reverse ? matching : matching.reversed();
        ArrayNode results = Json.array();
        Long first = null;
        Long next = null;
        for (Task task : ordered) {
            if (from != null && (reverse ? task.uid() < from : task.uid() > from)) {
                continue;
            }
            if (results.size() == limit) {
                next = (long) task.uid();
                break;
            }
            if (first == null) {
                first = (long) task.uid();
            }
            results.add(task.view());
        }
        ObjectNode view = Json.object();
        view.set("results", results);
        view.put("total", matching.size());
        view.put("limit", limit);
        view.put("from", first);
        view.put("next", next);
        return view;
    }
}
