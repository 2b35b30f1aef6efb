package io.meilibridge.dev.meilisearch.settings;

import com.fasterxml.jackson.databind.JsonNode;

/// What values a setting takes besides null. Objects are looked at no deeper than their kind.
enum SettingForm {
    STRINGS,
    STRINGS_OR_PATTERNS,
    OBJECT,
    STRING,
    BOOLEAN,
    NUMBER,
    ANY_ARRAY;

    boolean takes(JsonNode value) {
        return switch (this) {
            case STRINGS -> isArrayOf(value, false);
            case STRINGS_OR_PATTERNS -> isArrayOf(value, true);
            case OBJECT -> value.isObject();
            case STRING -> value.isTextual();
            case BOOLEAN -> value.isBoolean();
            case NUMBER -> value.isIntegralNumber() && value.asLong() >= 0;
            case ANY_ARRAY -> value.isArray();
        };
    }

    private static boolean isArrayOf(JsonNode value, boolean orObjects) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode item : value) {
            if (!item.isTextual() && !(orObjects && item.isObject())) {
                return false;
            }
        }
        return true;
    }
}
