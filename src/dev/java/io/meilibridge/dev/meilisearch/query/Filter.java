package io.meilibridge.dev.meilisearch.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// A filter expression.
///
/// Grammar, keywords in any case:
///
/// ```
/// or        = and { OR and }
/// and       = not { AND not }
/// not       = NOT not | "(" or ")" | condition
/// condition = attribute ( "=" | "!=" | ">" | ">=" | "<" | "<=" ) value
///           | attribute value TO value
///           | attribute [NOT] IN "[" [ value { "," value } ] "]"
///           | attribute [NOT] EXISTS
///           | attribute IS [NOT] ( NULL | EMPTY )
///           | attribute [NOT] ( CONTAINS | STARTS WITH ) value
/// ```
public sealed interface Filter {

    record And(List<Filter> all) implements Filter {}

    record Or(List<Filter> any) implements Filter {}

    record Not(Filter negated) implements Filter {}

    record Condition(String attribute, ValueTest test) implements Filter {}

    default boolean matches(JsonNode document) {
        return switch (this) {
            case And(List<Filter> all) -> all.stream().allMatch(one -> one.matches(document));
            case Or(List<Filter> any) -> any.stream().anyMatch(one -> one.matches(document));
            case Not(Filter negated) -> !negated.matches(document);
            case Condition(String attribute, ValueTest test) ->
                    test.matches(Attributes.values(document, attribute));
        };
    }

    /// Adds the attributes that the filter looks at.
    default void attributes(Set<String> found) {
        switch (this) {
            case And(List<Filter> all) -> all.forEach(one -> one.attributes(found));
            case Or(List<Filter> any) -> any.forEach(one -> one.attributes(found));
            case Not(Filter negated) -> negated.attributes(found);
            case Condition(String attribute, ValueTest _) -> found.add(attribute);
        }
    }
}
