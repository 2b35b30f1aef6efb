package io.meilibridge.dev.meilisearch.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// What a condition asks of an attribute's values. Texts compare without case, numbers as f64, and
/// one item of an array is enough.
public sealed interface ValueTest {

    record Equal(String value) implements ValueTest {}

    record Less(double bound, boolean inclusive) implements ValueTest {}

    record Greater(double bound, boolean inclusive) implements ValueTest {}

    record Between(double low, double high) implements ValueTest {}

    record In(List<String> values) implements ValueTest {}

    record Exists() implements ValueTest {}

    record IsNull() implements ValueTest {}

    record IsEmpty() implements ValueTest {}

    record Contains(String part) implements ValueTest {}

    record StartsWith(String start) implements ValueTest {}

    default boolean matches(List<JsonNode> values) {
        return switch (this) {
            case Equal(String value) -> any(values, item -> equal(item, value));
            case Less(double bound, boolean inclusive) ->
                    anyNumber(values, n -> inclusive ? n <= bound : n < bound);
            case Greater(double bound, boolean inclusive) ->
                    anyNumber(values, n -> inclusive ? n >= bound : n > bound);
            case Between(double low, double high) -> anyNumber(values, n -> n >= low && n <= high);
            case In(List<String> wanted) ->
                    any(values, item -> wanted.stream().anyMatch(value -> equal(item, value)));
            case Exists() -> !values.isEmpty();
            case IsNull() -> values.stream().anyMatch(JsonNode::isNull);
            case IsEmpty() -> values.stream().anyMatch(ValueTest::isEmptyValue);
            case Contains(String part) -> any(values, item -> folded(item).contains(fold(part)));
            case StartsWith(String start) ->
                    any(values, item -> folded(item).startsWith(fold(start)));
        };
    }

    private static boolean any(List<JsonNode> values, Predicate<JsonNode> test) {
        for (JsonNode value : values) {
            if (value.isArray()) {
                for (JsonNode item : value) {
                    if (item.isValueNode() && !item.isNull() && test.test(item)) {
                        return true;
                    }
                }
            } else if (value.isValueNode() && !value.isNull() && test.test(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyNumber(List<JsonNode> values, Predicate<Double> test) {
        return any(values, item -> item.isNumber() && test.test(item.doubleValue()));
    }

    private static boolean equal(JsonNode item, String value) {
        if (!item.isNumber()) {
            return folded(item).equals(fold(value));
        }
        try {
            return item.doubleValue() == Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isEmptyValue(JsonNode value) {
        return value.isContainerNode()
                ? value.isEmpty()
                : value.isTextual() && value.textValue().isEmpty();
    }

    private static String folded(JsonNode item) {
        return fold(item.asText());
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
