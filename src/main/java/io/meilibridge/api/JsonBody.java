package io.meilibridge.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;

/// Reads a request's JSON, whatever media type a client like curl gives it, and none when there is
/// none.
final class JsonBody {

    private static final ObjectReader READER =
            new ObjectMapper()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /// @throws ApiException when the text is not what the type is written as
    static <T> @Nullable T read(@Nullable String body, Class<T> type) {
        if (body == null || body.isBlank()) {
            return null;
        }
        try {
            return READER.forType(type).readValue(body);
        } catch (JsonProcessingException unreadable) {
            throw ApiException.unusable("the body", unreadable.getOriginalMessage());
        }
    }
}
