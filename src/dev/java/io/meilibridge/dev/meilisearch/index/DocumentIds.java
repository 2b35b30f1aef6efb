package io.meilibridge.dev.meilisearch.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.dev.meilisearch.error.TaskFailedException;
import io.meilibridge.dev.meilisearch.json.Json;
import org.jspecify.annotations.Nullable;

/// The rules of document ids. The integer `7` and the text `"7"` are one id, `7`.
public final class DocumentIds {

    private static final int BYTES_MAX = 511;

    private DocumentIds() {}

    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > BYTES_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || (c >= 'A' && c <= 'Z')
                            || c == '_'
                            || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /// @return null for a value that is no id
    static @Nullable String of(JsonNode value) {
        if (value.isTextual()) {
            return isValid(value.textValue()) ? value.textValue() : null;
        }
        return value.isIntegralNumber() && Json.isInteger64(value.asText()) ? value.asText() : null;
    }

    static TaskFailedException invalid(String shown) {
        return new TaskFailedException(
                "invalid_document_id",
                "Document identifier `"
                        + shown
                        + "` is invalid: it is an integer or 1 to 511 of the characters a-z A-Z 0-9"
                        + " - _.");
    }

    static TaskFailedException missing(String primaryKey) {
        return new TaskFailedException(
                "missing_document_id",
                "A document doesn't have the primary key field `" + primaryKey + "`.");
    }
}
