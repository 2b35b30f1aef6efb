package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes JSON bodies apart. Every method throws [RequestRefusedException] with the given code, or
/// `bad_request`, for what does not fit.
final class Bodies {

    private Bodies() {}

    static ObjectNode object(JsonNode body, Set<String> known) {
        if (!(body instanceof ObjectNode object)) {
            throw new RequestRefusedException("bad_request", "The body is not an object.");
        }
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                throw new RequestRefusedException("bad_request", "Unknown field `" + name + "`.");
            }
        }
        return object;
    }

    /// @return null for an absent field and for a null
    static @Nullable String text(ObjectNode body, String field, String code) {
        JsonNode value = present(body, field);
        if (value != null && !value.isTextual()) {
            throw new RequestRefusedException(code, "`." + field + "` is not a string.");
        }
        return value == null ? null : value.textValue();
    }

    static int count(ObjectNode body, String field, int standard, String code) {
        JsonNode value = present(body, field);
        if (value == null) {
            return standard;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw new RequestRefusedException(code, "`." + field + "` is not a positive integer.");
        }
        return value.intValue();
    }

    static boolean flag(ObjectNode body, String field, String code) {
        JsonNode value = present(body, field);
        if (value != null && !value.isBoolean()) {
            throw new RequestRefusedException(code, "`." + field + "` is not a boolean.");
        }
        return value != null && value.booleanValue();
    }

    /// @return null for an absent field and for a null
    static @Nullable List<String> texts(ObjectNode body, String field, String code) {
        JsonNode value = present(body, field);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        boolean right = value.isArray();
        for (JsonNode item : value) {
            right &= item.isTextual();
            texts.add(item.asText());
        }
        if (!right) {
            throw new RequestRefusedException(code, "`." + field + "` is not a list of strings.");
        }
        return texts;
    }

    static @Nullable JsonNode present(ObjectNode body, String field) {
        JsonNode value = body.get(field);
        return value == null || value.isNull() ? null : value;
    }
}
