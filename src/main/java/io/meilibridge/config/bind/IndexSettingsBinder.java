package io.meilibridge.config.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.config.report.Nearest;
import io.meilibridge.config.settings.IndexSettings;
import io.meilibridge.config.tree.Mapping;
import io.meilibridge.config.tree.Node;
import java.util.List;
import java.util.Set;

/// Index settings in the form of the Meilisearch API: names in camelCase, whether they were written
/// so or in snake_case. Names that are the user's own are kept: synonyms, facets, embedders, and
/// what an embedder sends to its service. A setting that is nearly one of those known at the time
/// of writing is taken for a slip; one that is nothing like them is passed on.
final class IndexSettingsBinder {

    private static final List<String> KNOWN =
            List.of(
                    "displayedAttributes",
                    "searchableAttributes",
                    "filterableAttributes",
                    "sortableAttributes",
                    "rankingRules",
                    "stopWords",
                    "nonSeparatorTokens",
                    "separatorTokens",
                    "dictionary",
                    "synonyms",
                    "distinctAttribute",
                    "proximityPrecision",
                    "typoTolerance",
                    "faceting",
                    "pagination",
                    "embedders",
                    "searchCutoffMs",
                    "localizedAttributes",
                    "facetSearch",
                    "prefixSearch",
                    "chat",
                    "foreignKeys");

    /// Below these, names of the next level are the user's own.
    private static final Set<String> OWN_NAMES =
            Set.of("synonyms", "sortFacetValuesBy", "embedders");

    /// Below these nothing is ours or Meilisearch's.
    private static final Set<String> OPAQUE = Set.of("request", "response", "headers");

    private IndexSettingsBinder() {}

    static IndexSettings bind(View view, String name) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        Node node = view.given(name);
        if (node instanceof Mapping mapping) {
            settings = (ObjectNode) renamed(Literals.json(mapping));
            settings.fieldNames().forEachRemaining(each -> check(view, name, each));
        } else if (node != null && !node.kind().equals("nothing")) {
            view.fault(name, "expected a group of settings, got " + node.kind());
        }
        return new IndexSettings(settings);
    }

    private static void check(View view, String name, String setting) {
        if (!KNOWN.contains(setting)) {
            Nearest.to(setting, KNOWN)
                    .ifPresent(known ->
                            view.fault(
                                    name,
                                    "expected a setting of an index, got '"
                                            + setting
                                            + "'; did you mean "
                                            + known
                                            + "?"));
        }
    }

    private static JsonNode renamed(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode renamed = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> renamed.add(renamed(item)));
            return renamed;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(entry -> {
                    String name = camelCase(entry.getKey());
                    renamed.set(
                            name,
                            OPAQUE.contains(name)
                                    ? entry.getValue()
                                    : OWN_NAMES.contains(name)
                                            ? ownNames(entry.getValue())
                                            : renamed(entry.getValue()));
                });
        return renamed;
    }

    private static JsonNode ownNames(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(entry -> renamed.set(entry.getKey(), renamed(entry.getValue())));
        return renamed;
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' && i > 0 && i + 1 < name.length()) {
                camel.append(Character.toUpperCase(name.charAt(++i)));
            } else {
                camel.append(c);
            }
        }
        return camel.toString();
    }
}
