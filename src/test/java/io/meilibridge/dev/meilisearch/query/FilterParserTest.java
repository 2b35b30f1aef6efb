package io.meilibridge.dev.meilisearch.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterParserTest {

    private static final JsonNode DOCUMENT =
            Json.read(
                    """
                    {"id": 1, "name": "Red Bicycle", "price": 12.5, "tags": ["new", "sale"],
                     "empty": [], "none": null, "or": "keyword", "nested": {"deep": {"n": 3}},
                     "parts": [{"size": 1}, {"size": 5}]}\
                    """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name = 'red bicycle'",
                "name=\"Red Bicycle\"",
                "price = 12.5",
                "price != 13",
                "price > 12 AND price < 13",
                "price >= 12.5 and price <= 12.5",
                "price 12 TO 13",
                "tags = sale",
                "tags IN [old, 'new']",
                "tags NOT IN [old]",
                "name = x OR tags = new",
                "name = x OR tags = old OR price = 12.5 AND id = 1",
                "(name = x OR tags = new) AND price > 1",
                "NOT name = x",
                "NOT (name = x OR id = 2)",
                "NOT NOT id = 1",
                "missing NOT EXISTS",
                "none EXISTS",
                "none IS NULL",
                "name IS NOT NULL",
                "empty IS EMPTY",
                "name IS NOT EMPTY",
                "nested.deep.n = 3",
                "parts.size > 4",
                "'or' = keyword",
                "name CONTAINS cycle",
                "name STARTS WITH 'red b'",
                "name NOT STARTS WITH blue",
                "missing != 1"
            })
    void matching_filters_match(String filter) throws FilterSyntaxException {
        assertThat(FilterParser.parse(filter).matches(DOCUMENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name = red",
                "price > 12.5",
                "price 13 TO 14",
                "tags IN []",
                "missing = 1",
                "missing EXISTS",
                "name IS NULL",
                "name IS EMPTY",
                "none IS EMPTY",
                "name > 1",
                "(name = x OR tags = new) AND price > 100"
            })
    void other_filters_do_not(String filter) throws FilterSyntaxException {
        assertThat(FilterParser.parse(filter).matches(DOCUMENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "name",
                "name =",
                "= x",
                "name = 'x",
                "name = x AND",
                "(name = x",
                "name = x)",
                "name IN [a",
                "name NOT = 3",
                "name NOT",
                "price > abc",
                "price 1 TO",
                "name IS",
                "name = x y = z",
                "AND = 1"
            })
    void what_is_no_filter_is_refused(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(filter))
                .isInstanceOf(FilterSyntaxException.class);
    }

    @Test
    void arrays_are_conjunctions_of_disjunctions() throws FilterSyntaxException {
        assertThat(parse("[\"id = 1\", [\"name = x\", \"tags = new\"]]").matches(DOCUMENT))
                .isTrue();
        assertThat(parse("[\"id = 1\", [\"name = x\", \"tags = y\"]]").matches(DOCUMENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "1", "[[]]", "[1]", "[[[\"id = 1\"]]]"})
    void other_json_is_no_filter(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(FilterSyntaxException.class);
    }

    @Test
    void nesting_is_bounded() {
        String deep = "(".repeat(100_000) + "id = 1" + ")".repeat(100_000);

        assertThatThrownBy(() -> FilterParser.parse(deep))
                .isInstanceOf(FilterSyntaxException.class);
    }

    private static Filter parse(String json) throws FilterSyntaxException {
        return FilterParser.parse(Json.read(json));
    }
}
