package io.meilibridge.api.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meilibridge.api.Problem;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response.Status;

/// Answers what does not reach a resource, as resources do: with a [Problem].
@ApplicationScoped
class Refusals {

    private final ObjectMapper json;

    @Inject
    Refusals(ObjectMapper json) {
        this.json = json;
    }

    /// What no route takes, and what the server itself finds too large or malformed.
    void register(@Observes Router router) {
        router.errorHandler(404, context -> answer(context, notFound(context)));
        router.errorHandler(413, context -> answer(context, Refusal.TOO_LARGE));
        router.errorHandler(400, context -> answer(context, Refusal.PATH));
    }

    private static Refusal notFound(RoutingContext context) {
        return new Refusal(
                Status.NOT_FOUND,
                "NOT_FOUND",
                "There is nothing at '" + context.request().path() + "'.",
                "/q/openapi describes what there is.");
    }

    void answer(RoutingContext context, Refusal refusal) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        response.setStatusCode(refusal.status().getStatusCode())
                .putHeader("Content-Type", Problem.MEDIA_TYPE);
        if (refusal.status() == Status.UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (refusal.status() == Status.TOO_MANY_REQUESTS) {
            response.putHeader("Retry-After", "1");
        }
        // HTTP/2 has no such header, and clients refuse an answer with one.
        if (refusal.status() == Status.REQUEST_ENTITY_TOO_LARGE
                && context.request().version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
        response.end(text(refusal));
        context.request().resume();
    }

    private String text(Refusal refusal) {
        try {
            return json.writeValueAsString(
                    Problem.of(refusal.status(), refusal.code(), refusal.detail(), refusal.hint()));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("A problem cannot be written.", bug);
        }
    }
}
