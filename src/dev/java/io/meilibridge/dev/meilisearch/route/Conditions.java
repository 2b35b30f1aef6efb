package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.query.Filter;
import io.meilibridge.dev.meilisearch.query.FilterParser;
import io.meilibridge.dev.meilisearch.query.FilterSyntaxException;
import io.meilibridge.dev.meilisearch.query.Sort;
import io.meilibridge.dev.meilisearch.settings.IndexSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads filters and orders against the settings of an index.
///
/// @param room `document` or `search`, which the error codes name
record Conditions(IndexSettings settings, String room) {

    @Nullable Filter filter(@Nullable JsonNode text) {
        if (text == null || (text.isTextual() && text.textValue().isBlank())) {
            return null;
        }
        try {
            Filter filter = FilterParser.parse(text);
            Set<String> attributes = new HashSet<>();
            filter.attributes(attributes);
            for (String attribute : attributes) {
                if (!settings.isFilterable(attribute)) {
                    throw refused("filter", "`" + attribute + "` is not filterable.");
                }
            }
            return filter;
        } catch (FilterSyntaxException e) {
            throw refused("filter", String.valueOf(e.getMessage()));
        }
    }

    @Nullable Sort sort(@Nullable List<String> items) {
        if (items == null || items.isEmpty()) {
            return null;
        }
        Sort sort =
                Sort.parse(items)
                        .orElseThrow(() -> refused("sort", "An item has no `:asc` or `:desc`."));
        for (Sort.Rule rule : sort.rules()) {
            if (!settings.isSortable(rule.attribute())) {
                throw refused("sort", "`" + rule.attribute() + "` is not sortable.");
            }
        }
        return sort;
    }

    private RequestRefusedException refused(String what, String message) {
        return new RequestRefusedException("invalid_" + room + "_" + what, message);
    }
}
