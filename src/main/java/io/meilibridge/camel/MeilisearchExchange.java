package io.meilibridge.camel;

import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.Request;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/// How requests and answers stand on an exchange for camel-http.
final class MeilisearchExchange {

    /// The exchange property that holds the request under way; absent when there is none, which is
    /// what ends the loop in a task's route.
    static final String REQUEST = "request";

    private static final String RETRY_AFTER = "Retry-After";

    private final RequestEncoding encoding;

    MeilisearchExchange(RequestEncoding encoding) {
        this.encoding = encoding;
    }

    void put(Exchange exchange, @Nullable Request request) {
        if (request == null) {
            exchange.removeProperty(REQUEST);
            exchange.getMessage().setBody(null);
            return;
        }
        exchange.setProperty(REQUEST, request);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, method(request.method()));
        message.setHeader(Exchange.HTTP_PATH, request.path());
        if (!request.query().isEmpty()) {
            message.setHeader(Exchange.HTTP_QUERY, request.query());
        }
        message.setBody(entity(request));
    }

    /// As Camel's own type: it looks for a converter from text anew for each request, at a tenth of
    /// all CPU.
    private static HttpMethods method(Request.Method method) {
        return switch (method) {
            case GET -> HttpMethods.GET;
            case POST -> HttpMethods.POST;
            case PUT -> HttpMethods.PUT;
            case PATCH -> HttpMethods.PATCH;
            case DELETE -> HttpMethods.DELETE;
        };
    }

    private @Nullable HttpEntity entity(Request request) {
        if (request.contentType().isEmpty()) {
            return null;
        }
        return encoding.encode(
                new ByteArrayEntity(
                        request.body(),
                        0,
                        request.bodyLength(),
                        ContentType.create(request.contentType())));
    }

    static Answer answer(Exchange exchange) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        byte[] body = message.getBody(byte[].class);
        String retryAfter = message.getHeader(RETRY_AFTER, "", String.class);
        return new Answer(status, body == null ? new byte[0] : body, seconds(retryAfter));
    }

    /// Only the form in seconds; a date counts as none.
    private static Duration seconds(String retryAfter) {
        boolean digits = !retryAfter.isEmpty() && retryAfter.length() < 7;
        for (int i = 0; i < retryAfter.length(); i++) {
            digits &= retryAfter.charAt(i) >= '0' && retryAfter.charAt(i) <= '9';
        }
        return digits ? Duration.ofSeconds(Long.parseLong(retryAfter)) : Duration.ZERO;
    }
}
