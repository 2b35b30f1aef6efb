package io.meilibridge.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether two JSON values mean the same: numbers by value, however they are written.
final class SameJson {

    private SameJson() {}

    static boolean is(@Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0
                    || one.doubleValue() == other.doubleValue();
        }
        if (one.isObject() && other.isObject()) {
            return one.size() == other.size() && hasSameFields(one, other);
        }
        if (one.isArray() && other.isArray()) {
            return one.size() == other.size() && hasSameItems(one, other);
        }
        return one.equals(other);
    }

    private static boolean hasSameFields(JsonNode one, JsonNode other) {
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            if (!is(field.getValue(), other.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasSameItems(JsonNode one, JsonNode other) {
        for (int i = 0; i < one.size(); i++) {
            if (!is(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
