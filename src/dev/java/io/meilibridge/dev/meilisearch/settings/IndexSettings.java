package io.meilibridge.dev.meilisearch.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The settings of one index at one time. Immutable.
public final class IndexSettings {

    private static final String ANYTHING = "*";

    private final ObjectNode values;
    private final List<String> filterable;
    private final List<String> sortable;

    private IndexSettings(ObjectNode values) {
        this.values = values;
        this.filterable = names(values.path(Setting.FILTERABLE_ATTRIBUTES.key()));
        this.sortable = names(values.path(Setting.SORTABLE_ATTRIBUTES.key()));
    }

    public static IndexSettings standard() {
        ObjectNode values = Json.object();
        for (Setting setting : Setting.values()) {
            values.set(setting.key(), setting.standard());
        }
        return new IndexSettings(values);
    }

    public ObjectNode json() {
        return values.deepCopy();
    }

    public JsonNode value(Setting setting) {
        return values.path(setting.key()).deepCopy();
    }

    /// @param sent checked settings; null resets one
    public IndexSettings with(ObjectNode sent) {
        ObjectNode changed = values.deepCopy();
        for (Map.Entry<String, JsonNode> one : sent.properties()) {
            Setting setting = Setting.ofKey(one.getKey()).orElseThrow();
            if (one.getValue().isNull()) {
                changed.set(setting.key(), setting.standard());
            } else if (setting.isMerged()) {
                merge((ObjectNode) changed.path(setting.key()), one.getValue());
            } else {
                changed.set(setting.key(), one.getValue().deepCopy());
            }
        }
        return new IndexSettings(changed);
    }

    public boolean isFilterable(String attribute) {
        return filterable.stream().anyMatch(pattern -> covers(pattern, attribute));
    }

    public boolean isSortable(String attribute) {
        return sortable.stream().anyMatch(pattern -> covers(pattern, attribute));
    }

    public List<String> displayed() {
        return names(values.path(Setting.DISPLAYED_ATTRIBUTES.key()));
    }

    public List<String> searchable() {
        return names(values.path(Setting.SEARCHABLE_ATTRIBUTES.key()));
    }

    public int totalHitsMax() {
        return values.path(Setting.PAGINATION.key()).path("maxTotalHits").asInt();
    }

    private static void merge(ObjectNode target, JsonNode sent) {
        for (Map.Entry<String, JsonNode> one : sent.properties()) {
            if (one.getValue().isObject() && target.path(one.getKey()).isObject()) {
                merge((ObjectNode) target.path(one.getKey()), one.getValue());
            } else {
                target.set(one.getKey(), one.getValue().deepCopy());
            }
        }
    }

    /// Attributes are named by a text, or by an object with patterns.
    private static List<String> names(JsonNode items) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : items) {
            if (item.isTextual()) {
                names.add(item.textValue());
            }
            for (JsonNode pattern : item.path("attributePatterns")) {
                names.add(pattern.asText());
            }
        }
        return List.copyOf(names);
    }

    private static boolean covers(String pattern, String attribute) {
        return pattern.equals(ANYTHING)
                || pattern.equals(attribute)
                || attribute.startsWith(pattern + ".")
                || (pattern.endsWith(ANYTHING)
                        && attribute.startsWith(pattern.substring(0, pattern.length() - 1)));
    }
}
