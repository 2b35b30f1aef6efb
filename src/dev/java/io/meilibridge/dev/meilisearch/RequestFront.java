package io.meilibridge.dev.meilisearch;

import io.meilibridge.dev.http.HttpAnswer;
import io.meilibridge.dev.http.HttpHandler;
import io.meilibridge.dev.http.HttpRequest;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.error.MeilisearchError;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.route.Call;
import io.meilibridge.dev.meilisearch.route.Instance;
import io.meilibridge.dev.meilisearch.route.Routes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Lets faults happen, hands requests to their routes, turns errors into answers and keeps the log.
final class RequestFront implements HttpHandler {

    private static final int COMPRESSED_BYTES_MIN = 256;

    private final Instance instance;
    private final Routes routes = new Routes();
    private final Faults faults;
    private final RequestLog log;

    RequestFront(Instance instance, Faults faults, RequestLog log) {
        this.instance = instance;
        this.faults = faults;
        this.log = log;
    }

    @Override
    public HttpAnswer handle(HttpRequest request) throws IOException, InterruptedException {
        return switch (faults.take(request.method(), request.path())) {
            case null -> answer(request);
            case Fault.Refuse refuse -> refused(request, refuse);
            case Fault.ResetBeforeRegistration() -> reset(request);
            case Fault.ResetAfterRegistration() -> {
                answer(request);
                yield new HttpAnswer.Reset();
            }
            case Fault.Delay delay -> {
                HttpRequest whole = received(request);
                Thread.sleep(delay.by());
                yield answer(whole);
            }
            case Fault.Hold hold -> {
                HttpRequest whole = received(request);
                hold.gate().pass();
                yield answer(whole);
            }
        };
    }

    /// With its body in memory, so that it can be dealt with when the client has gone.
    private static HttpRequest received(HttpRequest request) throws IOException {
        byte[] body = request.body().readAllBytes();
        return new HttpRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                new ByteArrayInputStream(body));
    }

    private HttpAnswer refused(HttpRequest request, Fault.Refuse refuse) {
        MeilisearchError error = new MeilisearchError(refuse.code(), "This was asked to go wrong.");
        HttpResponse response = HttpResponse.json(refuse.status(), Json.write(error.json()));
        for (Map.Entry<String, String> header : refuse.headers().entrySet()) {
            response = response.withHeader(header.getKey(), header.getValue());
        }
        log(request, null, refuse.status());
        return response;
    }

    private HttpAnswer reset(HttpRequest request) {
        log(request, null, 0);
        return new HttpAnswer.Reset();
    }

    private HttpAnswer answer(HttpRequest request) throws IOException {
        Call call = null;
        HttpResponse response;
        try {
            call = new Call(instance, request);
            response = routes.answer(call);
        } catch (RequestRefusedException e) {
            response = error(e.error());
        } catch (IllegalArgumentException e) {
            response = error(new MeilisearchError("bad_request", "The URL is malformed."));
        } catch (RuntimeException e) {
            response = error(new MeilisearchError("internal", "The stand-in failed: " + e));
        }
        log(request, call, response.status());
        return compressed(request, response);
    }

    private static HttpResponse error(MeilisearchError error) {
        return HttpResponse.json(error.status(), Json.write(error.json()));
    }

    private void log(HttpRequest request, @Nullable Call call, int status) {
        log.add(
                new ReceivedRequest(
                        Instant.now(instance.clock()),
                        request.method(),
                        request.path(),
                        request.query(),
                        request.header("Content-Encoding"),
                        call == null ? null : call.customMetadata(),
                        call == null ? 0 : call.documents(),
                        status));
    }

    private static HttpResponse compressed(HttpRequest request, HttpResponse response)
            throws IOException {
        String accepted = request.header("Accept-Encoding");
        boolean wanted = accepted != null && accepted.contains("gzip");
        if (!wanted || response.body().length < COMPRESSED_BYTES_MIN) {
            return response;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(response.body());
        }
        return new HttpResponse(response.status(), response.headers(), bytes.toByteArray())
                .withHeader("Content-Encoding", "gzip");
    }
}
