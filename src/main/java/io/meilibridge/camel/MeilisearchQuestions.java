package io.meilibridge.camel;

import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.DestinationFaults;
import io.meilibridge.meilisearch.Request;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/// Asks Meilisearch through the route of all requests, and waits for the answer.
final class MeilisearchQuestions implements Function<Request, Answer> {

    private final ProducerTemplate producer;
    private final MeilisearchExchange http;

    MeilisearchQuestions(CamelContext camel, MeilisearchExchange http) {
        this.producer = camel.createProducerTemplate();
        this.http = http;
    }

    /// @throws io.meilibridge.fault.DeliveryException when there is no answer
    @Override
    public Answer apply(Request request) {
        Exchange done =
                producer.request("direct:meilisearch", exchange -> http.put(exchange, request));
        if (done.getException() != null) {
            throw DestinationFaults.unanswered(request, done.getException());
        }
        return MeilisearchExchange.answer(done);
    }
}
