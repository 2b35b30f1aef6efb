package io.meilibridge.meilisearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What Meilisearch, or a proxy before it, answered.
///
/// @param retryAfter what the header of that name says; zero when there is none
public record Answer(int status, byte[] body, Duration retryAfter) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Answer of(int status, String body) {
        return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /// What it says to a request.
    ///
    /// @throws DeliveryException when it refuses the request, or is no JSON
    JsonNode jsonTo(Request request) {
        if (!isSuccess()) {
            throw DestinationFaults.refused(request, this);
        }
        try {
            return JSON.readTree(body);
        } catch (IOException unreadable) {
            throw new DeliveryException(
                    ErrorCode.DESTINATION_BUSY,
                    "Cannot read the answer to " + request + ".",
                    "Is it Meilisearch that answers at 'meilisearch.url'? It is tried again.",
                    unreadable);
        }
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
