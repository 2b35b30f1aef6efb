package io.meilibridge.camel;

import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.Confirmation;
import io.meilibridge.meilisearch.Delivery;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.meilisearch.Settlement;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.Unsettled;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;

/// The beans of a task's route behind its aggregator: `deliver`, `answered`, `unanswered` and
/// `delivered`. They move one batch's [Delivery] on, request by request.
final class DeliverySteps {

    private static final String DELIVERY = "meilibridge.delivery";

    private final MeilisearchExchange http;
    private final BatchMarks marks;
    private final Confirmation confirmation;
    private final RequestListener listener;

    DeliverySteps(
            MeilisearchExchange http,
            BatchMarks marks,
            Confirmation confirmation,
            RequestListener listener) {
        this.http = http;
        this.marks = marks;
        this.confirmation = confirmation;
        this.listener = listener;
    }

    /// A delivery under way, one to an exchange, used by the exchange's thread.
    private static final class UnderWay {

        final SyncTask task;
        final Settlement settlement;
        final Delivery delivery;
        long beganNanos;

        UnderWay(SyncTask task, Settlement settlement, Delivery delivery) {
            this.task = task;
            this.settlement = settlement;
            this.delivery = delivery;
        }
    }

    /// Begins the delivery of the batch in the body and puts its first request in its place.
    void deliver(Exchange exchange) throws InterruptedException {
        GatheredBatch gathered =
                Objects.requireNonNull(exchange.getMessage().getBody(GatheredBatch.class));
        SyncTask task = gathered.task();
        Settlement settlement =
                new Settlement(
                        task, gathered.batch(), confirmation, new Ending(gathered.unsettled()));
        Delivery delivery =
                new Delivery(
                        task.destination(), settlement, gathered.keyField(), marks.next(gathered));
        UnderWay underWay = new UnderWay(task, settlement, delivery);
        exchange.setProperty(DELIVERY, underWay);
        listener.batchBegun(task.id(), gathered.batch());
        next(exchange, underWay);
    }

    private record Ending(List<Unsettled> parts) implements Settlement.Outcome {

        @Override
        public void settled() {
            parts.forEach(Unsettled::settle);
        }

        @Override
        public void abandoned() {
            parts.forEach(Unsettled::abandon);
        }
    }

    /// Takes in the answer and puts the next request in its place.
    void answered(Exchange exchange) throws InterruptedException {
        UnderWay underWay = underWay(exchange);
        Answer answer = MeilisearchExchange.answer(exchange);
        tell(exchange, underWay, answer.status());
        underWay.delivery.answered(answer);
        next(exchange, underWay);
    }

    /// Takes in that the request broke, and puts the next one, likely the same again, in its place.
    void unanswered(Exchange exchange) throws InterruptedException {
        UnderWay underWay = underWay(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        tell(exchange, underWay, 0);
        if (cause instanceof IOException) {
            underWay.delivery.unanswered(cause);
        } else {
            underWay.settlement.fail(RouteFaults.ofTask(underWay.task, cause));
        }
        next(exchange, underWay);
    }

    /// Ends the delivery, however it went.
    void delivered(Exchange exchange) {
        UnderWay underWay = exchange.getProperty(DELIVERY, UnderWay.class);
        if (underWay == null) {
            return;
        }
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (exchange.getException() != null) {
            cause = exchange.getException();
        }
        if (cause != null && exchange.getProperty(MeilisearchExchange.REQUEST) != null) {
            underWay.settlement.fail(RouteFaults.ofTask(underWay.task, cause));
        }
        underWay.delivery.close();
    }

    private void next(Exchange exchange, UnderWay underWay) throws InterruptedException {
        Request request = underWay.delivery.next();
        underWay.beganNanos = System.nanoTime();
        http.put(exchange, request);
    }

    private void tell(Exchange exchange, UnderWay underWay, int status) {
        Request request = exchange.getProperty(MeilisearchExchange.REQUEST, Request.class);
        listener.requestDone(
                underWay.task.id(), request, status, System.nanoTime() - underWay.beganNanos);
    }

    private static UnderWay underWay(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(DELIVERY, UnderWay.class));
    }
}
