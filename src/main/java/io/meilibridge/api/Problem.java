package io.meilibridge.api;

import io.meilibridge.fault.PipelineException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Why a request was not done: `application/problem+json`, RFC 9457. Never a stack trace, SQL or a
/// row value.
///
/// @param type stable, one for each `code`
/// @param title the same for all problems of a type
/// @param hint what to do about it; empty when there is nothing to say
@RegisterForReflection
@Schema(description = "Why a request was not done (RFC 9457).")
public record Problem(
        @Schema(examples = "urn:meilibridge:problem:task-unknown") String type,
        @Schema(examples = "Task unknown") String title,
        int status,
        @Schema(examples = "TASK_UNKNOWN") String code,
        @Schema(examples = "There is no sync task 'x'.") String detail,
        @Schema(examples = "GET /api/sync-tasks lists them.") String hint) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(Status status, String code, String detail, String hint) {
        return new Problem(type(code), title(code), status.getStatusCode(), code, detail, hint);
    }

    static Problem of(Status status, PipelineException fault) {
        String message = fault.getMessage();
        return of(status, fault.code().name(), message == null ? "" : message, fault.hint());
    }

    private static String type(String code) {
        return "urn:meilibridge:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String title(String code) {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
