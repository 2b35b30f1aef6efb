package io.meilibridge.meilisearch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What Meilisearch, or a proxy before it, answered.
///
/// @param retryAfter what the header of that name says; zero when there is none
public record Answer(int status, byte[] body, Duration retryAfter) {

    public static Answer of(int status, String body) {
        return new Answer(status, body.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
