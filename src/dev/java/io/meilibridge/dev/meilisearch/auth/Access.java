package io.meilibridge.dev.meilisearch.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request's key opens.
///
/// @param indexes names, or starts of names followed by `*`
/// @param actions like `documents.add`, `documents.*`, `*`
public record Access(List<String> indexes, List<String> actions) {

    private static final String ANYTHING = "*";

    public Access {
        indexes = List.copyOf(indexes);
        actions = List.copyOf(actions);
    }

    static Access toEverything() {
        return new Access(List.of(ANYTHING), List.of(ANYTHING));
    }

    public boolean allows(String action) {
        String family = action.substring(0, action.indexOf('.') + 1) + ANYTHING;
        return actions.contains(action)
                || actions.contains(ANYTHING)
                || actions.contains(family)
                || (action.endsWith(".get") && actions.contains("*.get"));
    }

    public boolean opens(String indexUid) {
        return indexes.stream()
                .anyMatch(pattern ->
                        pattern.equals(indexUid)
                                || (pattern.endsWith(ANYTHING)
                                        && indexUid.startsWith(
                                                pattern.substring(0, pattern.length() - 1))));
    }

    /// Whether a task is seen; one of no single index is seen by keys to all indexes only.
    public boolean sees(@Nullable String taskIndexUid) {
        return taskIndexUid == null ? indexes.contains(ANYTHING) : opens(taskIndexUid);
    }
}
