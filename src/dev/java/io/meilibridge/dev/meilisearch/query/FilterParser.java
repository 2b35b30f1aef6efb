package io.meilibridge.dev.meilisearch.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.query.FilterTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the grammar of [Filter], from a text or from arrays of texts: the outer array is an AND,
/// an inner one an OR.
public final class FilterParser {

    /// Deeper nesting is refused in place of overflowing the stack.
    private static final int DEPTH_MAX = 200;

    private static final Set<String> KEYWORDS =
            Set.of("AND", "OR", "NOT", "IN", "TO", "EXISTS", "IS");

    private final List<Token> tokens;
    private int next;
    private int depth;

    private FilterParser(String filter) throws FilterSyntaxException {
        this.tokens = FilterTokens.of(filter);
    }

    public static Filter parse(JsonNode filter) throws FilterSyntaxException {
        if (filter.isTextual()) {
            return parse(filter.textValue());
        }
        if (!filter.isArray() || filter.isEmpty()) {
            throw new FilterSyntaxException("A filter is a text or a list that is not empty.");
        }
        List<Filter> all = new ArrayList<>();
        for (JsonNode item : filter) {
            all.add(item.isArray() ? any(item) : text(item));
        }
        return new Filter.And(all);
    }

    public static Filter parse(String filter) throws FilterSyntaxException {
        FilterParser parser = new FilterParser(filter);
        Filter whole = parser.or();
        if (parser.next < parser.tokens.size()) {
            throw new FilterSyntaxException(
                    "Found unexpected `" + parser.tokens.get(parser.next).text() + "`.");
        }
        return whole;
    }

    private static Filter any(JsonNode items) throws FilterSyntaxException {
        List<Filter> any = new ArrayList<>();
        for (JsonNode item : items) {
            any.add(text(item));
        }
        if (any.isEmpty()) {
            throw new FilterSyntaxException("A list of alternatives is empty.");
        }
        return new Filter.Or(any);
    }

    private static Filter text(JsonNode item) throws FilterSyntaxException {
        if (!item.isTextual()) {
            throw new FilterSyntaxException("An item of a filter list is not a text.");
        }
        return parse(item.textValue());
    }

    private Filter or() throws FilterSyntaxException {
        List<Filter> any = new ArrayList<>(List.of(and()));
        while (take("OR")) {
            any.add(and());
        }
        return any.size() == 1 ? any.getFirst() : new Filter.Or(any);
    }

    private Filter and() throws FilterSyntaxException {
        List<Filter> all = new ArrayList<>(List.of(not()));
        while (take("AND")) {
            all.add(not());
        }
        return all.size() == 1 ? all.getFirst() : new Filter.And(all);
    }

    private Filter not() throws FilterSyntaxException {
        if (++depth > DEPTH_MAX) {
            throw new FilterSyntaxException("The filter is nested too deeply.");
        }
        try {
            if (take("NOT")) {
                return new Filter.Not(not());
            }
            if (take("(")) {
                Filter inner = or();
                expect(")");
                return inner;
            }
            return condition();
        } finally {
            depth--;
        }
    }

    private Filter condition() throws FilterSyntaxException {
        String attribute = value();
        if (take("IS")) {
            boolean negated = take("NOT");
            ValueTest test =
                    take("NULL")
                            ? new ValueTest.IsNull()
                            : expected("EMPTY", new ValueTest.IsEmpty());
            return condition(attribute, test, negated);
        }
        boolean negated = take("NOT");
        if (take("IN")) {
            return condition(attribute, new ValueTest.In(list()), negated);
        }
        if (take("EXISTS")) {
            return condition(attribute, new ValueTest.Exists(), negated);
        }
        if (take("CONTAINS")) {
            return condition(attribute, new ValueTest.Contains(value()), negated);
        }
        if (take("STARTS")) {
            expect("WITH");
            return condition(attribute, new ValueTest.StartsWith(value()), negated);
        }
        if (negated) {
            throw new FilterSyntaxException("NOT is followed by no operator that takes it.");
        }
        return comparison(attribute);
    }

    private Filter comparison(String attribute) throws FilterSyntaxException {
        if (take("=")) {
            return condition(attribute, new ValueTest.Equal(value()), false);
        }
        if (take("!=")) {
            return condition(attribute, new ValueTest.Equal(value()), true);
        }
        if (take("<")) {
            return condition(attribute, new ValueTest.Less(number(), false), false);
        }
        if (take("<=")) {
            return condition(attribute, new ValueTest.Less(number(), true), false);
        }
        if (take(">")) {
            return condition(attribute, new ValueTest.Greater(number(), false), false);
        }
        if (take(">=")) {
            return condition(attribute, new ValueTest.Greater(number(), true), false);
        }
        double low = number();
        expect("TO");
        return condition(attribute, new ValueTest.Between(low, number()), false);
    }

    private static Filter condition(String attribute, ValueTest test, boolean negated) {
        Filter condition = new Filter.Condition(attribute, test);
        return negated ? new Filter.Not(condition) : condition;
    }

    private List<String> list() throws FilterSyntaxException {
        expect("[");
        List<String> values = new ArrayList<>();
        while (!take("]")) {
            values.add(value());
            if (!take(",")) {
                expect("]");
                return values;
            }
        }
        return values;
    }

    private double number() throws FilterSyntaxException {
        String text = value();
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new FilterSyntaxException("`" + text + "` is not a number.");
        }
    }

    private String value() throws FilterSyntaxException {
        if (next >= tokens.size()) {
            throw new FilterSyntaxException("The filter ends where a value is expected.");
        }
        Token token = tokens.get(next);
        if (token.isSign() || KEYWORDS.stream().anyMatch(token::is)) {
            throw new FilterSyntaxException("Found `" + token.text() + "` in place of a value.");
        }
        next++;
        return token.text();
    }

    private boolean take(String word) {
        if (next < tokens.size() && tokens.get(next).is(word)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String word) throws FilterSyntaxException {
        if (!take(word)) {
            throw new FilterSyntaxException("Expected `" + word + "`.");
        }
    }

    private ValueTest expected(String word, ValueTest test) throws FilterSyntaxException {
        expect(word);
        return test;
    }
}
