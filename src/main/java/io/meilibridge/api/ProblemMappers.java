package io.meilibridge.api;

import io.meilibridge.fault.PipelineException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns every exception of a request into a [Problem].
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response refused(ApiException refused) {
        return refused.problem().response();
    }

    @ServerExceptionMapper
    Response faulty(PipelineException fault) {
        return Problem.of(Status.SERVICE_UNAVAILABLE, fault).response();
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException missing, UriInfo uri) {
        if (missing.getCause() != null) {
            return ApiException.unusable("a parameter", "expected another type")
                    .problem()
                    .response();
        }
        return Problem.of(
                        Status.NOT_FOUND,
                        "NOT_FOUND",
                        "There is nothing at '" + uri.getPath() + "'.",
                        "/q/openapi describes what there is.")
                .response();
    }

    /// What the framework refuses by itself: another method, media type or form.
    @ServerExceptionMapper
    Response refused(WebApplicationException refused) {
        Status status = Status.fromStatusCode(refused.getResponse().getStatus());
        if (status == null || status.getFamily() != Status.Family.CLIENT_ERROR) {
            return failed(refused);
        }
        Response answer =
                Problem.of(
                                status,
                                status.name().toUpperCase(Locale.ROOT),
                                "The request cannot be answered: " + status.getReasonPhrase() + ".",
                                "/q/openapi describes what can be asked.")
                        .response();
        String allowed = refused.getResponse().getHeaderString("Allow");
        return allowed == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allowed).build();
    }

    @ServerExceptionMapper
    Response failed(Exception bug) {
        LOG.error("A request to the API failed.", bug);
        return Problem.of(
                        Status.INTERNAL_SERVER_ERROR,
                        "INTERNAL_ERROR",
                        "The request failed.",
                        "See the cause in the log.")
                .response();
    }
}
