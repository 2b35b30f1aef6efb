package io.meilibridge.api.access;

import io.meilibridge.config.settings.Role;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;

/// Why a request does not pass.
record Refusal(Status status, String code, String detail, String hint) {

    static final Refusal STARTING =
            new Refusal(
                    Status.SERVICE_UNAVAILABLE,
                    "STARTING",
                    "The service is starting.",
                    "Try again in a moment.");

    static final Refusal PATH =
            new Refusal(
                    Status.BAD_REQUEST,
                    "REQUEST_INVALID",
                    "The path of the request is not a plain one.",
                    "Without empty or dotted segments, semicolons, encoded separators and control"
                            + " characters, and at most 2000 characters long.");

    static final Refusal FORM =
            new Refusal(
                    Status.BAD_REQUEST,
                    "REQUEST_INVALID",
                    "The request's version of HTTP or its transfer coding is none that is known.",
                    "Send HTTP/1.1 or 2, with a length or in chunks.");

    static final Refusal ORIGIN =
            new Refusal(
                    Status.FORBIDDEN,
                    "ORIGIN_REFUSED",
                    "Pages of this origin may not call the API.",
                    "'api.cors.origins' lists those that may.");

    static final Refusal TOO_MANY =
            new Refusal(
                    Status.TOO_MANY_REQUESTS,
                    "TOO_MANY_REQUESTS",
                    "More requests came in this second than 'api.max_requests_per_second' allows.",
                    "Try again in a second.");

    static final Refusal TOO_LARGE =
            new Refusal(
                    Status.REQUEST_ENTITY_TOO_LARGE,
                    "REQUEST_TOO_LARGE",
                    "The body of the request is larger than 'api.max_request_size' allows.",
                    "Send less, or raise it.");

    static final Refusal NOBODY =
            new Refusal(
                    Status.UNAUTHORIZED,
                    "UNAUTHENTICATED",
                    "The request bears no token, or none that is known and valid.",
                    "Send 'Authorization: Bearer' with one of 'api.auth.tokens', or with a JSON Web"
                            + " Token that 'api.auth.jwt_secret' signed.");

    static Refusal roleOf(Role needed) {
        String role = needed.name().toLowerCase(Locale.ROOT);
        return new Refusal(
                Status.FORBIDDEN,
                "ROLE_MISSING",
                "The request needs the role '" + role + "', which its token does not give.",
                "Use a token whose role is '" + role + "' or above it.");
    }
}
