package io.meilibridge.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a request's JSON, whatever media type a client like curl gives it, and none when there is
/// none.
final class JsonBody {

    private static final ObjectReader READER =
            new ObjectMapper()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonBody() {}

    /// @throws ApiException when the text is not what the type is written as
    static <T> @Nullable T read(@Nullable String body, Class<T> type) {
        if (body == null || body.isBlank()) {
            return null;
        }
        try {
            return READER.forType(type).readValue(body);
        } catch (JsonProcessingException unreadable) {
            throw ApiException.unusable("the body", expected(unreadable));
        }
    }

    /// An object with whatever fields.
    ///
    /// @throws ApiException when the text is none
    static ObjectNode object(@Nullable String body) {
        JsonNode read = read(body, JsonNode.class);
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.unusable("the body", "expected a JSON object");
    }

    /// Not Jackson's own words: they name classes, and show what was sent.
    private static String expected(JsonProcessingException unreadable) {
        return switch (unreadable) {
            case UnrecognizedPropertyException unknown ->
                    "expected no field '" + unknown.getPropertyName() + "'";
            case MismatchedInputException mismatched -> "expected another type" + place(mismatched);
            default -> "expected JSON" + place(unreadable.getLocation());
        };
    }

    private static String place(MismatchedInputException mismatched) {
        String path =
                mismatched.getPath().stream()
                        .map(part ->
                                part.getFieldName() == null
                                        ? String.valueOf(part.getIndex())
                                        : part.getFieldName())
                        .collect(Collectors.joining("."));
        return path.isEmpty() ? place(mismatched.getLocation()) : " at '" + path + "'";
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : ", not so at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
