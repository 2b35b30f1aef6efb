package io.meilibridge.dev.meilisearch;

import java.time.Duration;
import java.util.Map;

/// What goes wrong with a request.
public sealed interface Fault {

    /// It is answered with an error and not looked at. The code may be one that the real server
    /// does not know, as of a proxy in front of it.
    record Refuse(int status, String code, Map<String, String> headers) implements Fault {

        public Refuse {
            headers = Map.copyOf(headers);
        }
    }

    /// The connection is reset and nothing was done.
    record ResetBeforeRegistration() implements Fault {}

    /// The work is done or registered, and the connection is reset in place of the answer.
    record ResetAfterRegistration() implements Fault {}

    /// It is dealt with that much later, the client still there or not.
    record Delay(Duration by) implements Fault {}

    /// It is dealt with when the gate opens, the client still there or not. With a gate that never
    /// opens the request hangs.
    record Hold(Gate gate) implements Fault {}

    static Fault noSpaceLeft() {
        return new Refuse(422, "no_space_left_on_device", Map.of());
    }

    static Fault payloadTooLarge() {
        return new Refuse(413, "payload_too_large", Map.of());
    }

    static Fault internal() {
        return new Refuse(500, "internal", Map.of());
    }

    static Fault unavailable(int retryAfterSeconds) {
        return new Refuse(
                503,
                "too_many_search_requests",
                Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
    }
}
