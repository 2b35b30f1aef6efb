package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.error.BatchFailedException;
import io.meilibridge.dev.meilisearch.settings.IndexSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks `_geo` and `_vectors`. A bad one fails the whole batch.
final class ReservedFields {

    private static final Set<String> COORDINATES = Set.of("lat", "lng");

    private ReservedFields() {}

    /// @throws BatchFailedException with the code of the first bad field
    static void check(JsonNode document, IndexSettings settings) {
        if (settings.isFilterable("_geo") || settings.isSortable("_geo")) {
            geo(document.get("_geo"));
        }
        vectors(document.get("_vectors"));
    }

    private static void geo(@Nullable JsonNode geo) {
        if (geo == null || geo.isNull()) {
            return;
        }
        boolean right = geo.isObject() && geo.size() == 2;
        for (String coordinate : COORDINATES) {
            right &= isNumeric(geo.get(coordinate));
        }
        if (!right) {
            throw new BatchFailedException(
                    "invalid_document_geo_field",
                    "A `_geo` field is neither null nor an object of `lat` and `lng`.");
        }
    }

    private static boolean isNumeric(@Nullable JsonNode value) {
        if (value == null || !value.isTextual()) {
            return value != null && value.isNumber();
        }
        try {
            return Double.isFinite(Double.parseDouble(value.textValue()));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void vectors(@Nullable JsonNode vectors) {
        if (vectors == null || vectors.isNull()) {
            return;
        }
        boolean right = vectors.isObject();
        for (JsonNode embedder : vectors) {
            right &=
                    embedder.isNull()
                            || isVector(embedder)
                            || (embedder.isObject() && embedder.path("regenerate").isBoolean());
        }
        if (!right) {
            throw new BatchFailedException(
                    "invalid_vectors_type", "A `_vectors` field is not what embedders take.");
        }
    }

    private static boolean isVector(JsonNode value) {
        if (!value.isArray()) {
            return false;
        }
        for (JsonNode item : value) {
            if (!item.isNumber() && !isVector(item)) {
                return false;
            }
        }
        return true;
    }
}
