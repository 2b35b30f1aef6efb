package io.meilibridge.dev.meilisearch.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An order of documents: numbers before texts, documents without the attribute last.
///
/// @param rules the first counts most
public record Sort(List<Rule> rules) {

    public record Rule(String attribute, boolean descending) {}

    public Sort {
        rules = List.copyOf(rules);
    }

    /// @param items like `price:asc`
    /// @return empty when an item has no direction
    public static Optional<Sort> parse(List<String> items) {
        List<Rule> rules = new ArrayList<>();
        for (String item : items) {
            int colon = item.lastIndexOf(':');
            String direction = colon < 0 ? "" : item.substring(colon + 1);
            if (!direction.equals("asc") && !direction.equals("desc")) {
                return Optional.empty();
            }
            rules.add(new Rule(item.substring(0, colon), direction.equals("desc")));
        }
        return Optional.of(new Sort(rules));
    }

    public Comparator<JsonNode> comparator() {
        return (left, right) -> {
            for (Rule rule : rules) {
                int order = compare(rule, left, right);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(Rule rule, JsonNode left, JsonNode right) {
        Optional<JsonNode> a = scalar(left, rule.attribute());
        Optional<JsonNode> b = scalar(right, rule.attribute());
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        int order;
        if (a.get().isNumber() && b.get().isNumber()) {
            order = Double.compare(a.get().doubleValue(), b.get().doubleValue());
        } else if (a.get().isNumber() || b.get().isNumber()) {
            order = a.get().isNumber() ? -1 : 1;
        } else {
            order = String.CASE_INSENSITIVE_ORDER.compare(a.get().asText(), b.get().asText());
        }
        return rule.descending() ? -order : order;
    }

    private static Optional<JsonNode> scalar(JsonNode document, String attribute) {
        return Attributes.values(document, attribute).stream()
                .filter(value -> value.isValueNode() && !value.isNull())
                .findFirst();
    }
}
