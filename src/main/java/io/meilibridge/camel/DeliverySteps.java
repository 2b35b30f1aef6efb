package io.meilibridge.camel;

import io.meilibridge.batch.Batch;
import io.meilibridge.meilisearch.Answer;
import io.meilibridge.meilisearch.Confirmation;
import io.meilibridge.meilisearch.Delivery;
import io.meilibridge.meilisearch.DestinationIndex;
import io.meilibridge.meilisearch.Request;
import io.meilibridge.meilisearch.Settlement;
import io.meilibridge.relief.TaskRelief;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.Unsettled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/// The beans of a task's route behind its aggregator: `deliver`, `answered`, `unanswered` and
/// `delivered`. They move one batch's [Delivery] on, request by request.
final class DeliverySteps {

    private static final String DELIVERY = "meilibridge.delivery";

    private final MeilisearchExchange http;
    private final BatchMarks marks;
    private final Confirmation confirmation;
    private final Reliefs reliefs;
    private final RequestListener listener;

    DeliverySteps(
            MeilisearchExchange http,
            BatchMarks marks,
            Confirmation confirmation,
            Reliefs reliefs,
            RequestListener listener) {
        this.http = http;
        this.marks = marks;
        this.confirmation = confirmation;
        this.reliefs = reliefs;
        this.listener = listener;
    }

    /// A batch under way, one to an exchange, used by the exchange's thread: on its way to the
    /// searched index, and after that to the one that is being filled to take its place, if any.
    private static final class UnderWay {

        final SyncTask task;
        final @Nullable TaskRelief relief;
        final List<Leg> legs = new ArrayList<>();
        private int at;
        long beganNanos;

        UnderWay(SyncTask task, @Nullable TaskRelief relief) {
            this.task = task;
            this.relief = relief;
        }

        Leg leg() {
            return legs.get(at);
        }

        /// Whether it is put aside with all that comes before it, and nothing is to be sent.
        boolean isPutAside() throws InterruptedException {
            return relief != null
                    && relief.takes(leg().settlement(), leg().keyField(), legs.size() == 1);
        }

        @Nullable Request next() throws InterruptedException {
            Request request = nextOfLeg();
            while (request == null && at + 1 < legs.size()) {
                at++;
                request = nextOfLeg();
            }
            return request;
        }

        private @Nullable Request nextOfLeg() throws InterruptedException {
            Leg leg = leg();
            Request request = leg.delivery().next();
            while (request == null && leg.delivery().hasSteppedAside() && !isTakenOver(leg)) {
                request = leg.delivery().next();
            }
            return request;
        }

        private boolean isTakenOver(Leg leg) {
            if (relief == null || legs.size() > 1) {
                return true;
            }
            try {
                return relief.tookOver(leg.settlement(), leg.keyField());
            } catch (RuntimeException bug) {
                leg.settlement().fail(RouteFaults.ofTask(task, bug));
                return true;
            }
        }
    }

    private record Leg(Settlement settlement, Delivery delivery, String keyField) {}

    /// Begins the delivery of the batch in the body and puts its first request in its place.
    void deliver(Exchange exchange) throws InterruptedException {
        GatheredBatch gathered =
                Objects.requireNonNull(exchange.getMessage().getBody(GatheredBatch.class));
        SyncTask task = gathered.task();
        DestinationIndex shadow = task.shadow();
        String marked = marks.next(task);
        Ending ending = new Ending(gathered.unsettled(), shadow == null ? 1 : 2);
        UnderWay underWay = new UnderWay(task, reliefs.of(task));
        exchange.setProperty(DELIVERY, underWay);
        if (shadow == null) {
            underWay.legs.add(leg(gathered, gathered.batch(), task.destination(), ending, marked));
        } else {
            underWay.legs.add(
                    leg(gathered, gathered.ofStream(), task.destination(), ending, marked));
            shadow.lane().reserve();
            underWay.legs.add(leg(gathered, gathered.batch(), shadow, ending, marked));
        }
        if (isPutAside(underWay)) {
            http.put(exchange, null);
            return;
        }
        listener.batchBegun(task.id(), gathered.batch());
        next(exchange, underWay);
    }

    private static boolean isPutAside(UnderWay underWay) throws InterruptedException {
        try {
            return underWay.isPutAside();
        } catch (RuntimeException bug) {
            underWay.leg().settlement().fail(RouteFaults.ofTask(underWay.task, bug));
            return true;
        }
    }

    private Leg leg(
            GatheredBatch gathered,
            Batch batch,
            DestinationIndex index,
            Ending ending,
            String marked) {
        Settlement settlement = new Settlement(gathered.task(), batch, confirmation, ending);
        TaskRelief relief = ending.isOfOneIndex() ? reliefs.of(gathered.task()) : null;
        Delivery delivery =
                new Delivery(
                        index,
                        settlement,
                        gathered.keyField(),
                        marked,
                        () -> relief != null && relief.takesOver());
        return new Leg(settlement, delivery, gathered.keyField());
    }

    /// The batch is settled when it is in every index that it goes to.
    private static final class Ending implements Settlement.Outcome {

        private final List<Unsettled> parts;
        private final AtomicInteger open;
        private final AtomicBoolean abandoned = new AtomicBoolean();
        private final boolean ofOneIndex;
        private volatile boolean putAside;

        Ending(List<Unsettled> parts, int indexes) {
            this.parts = parts;
            this.open = new AtomicInteger(indexes);
            this.ofOneIndex = indexes == 1;
        }

        boolean isOfOneIndex() {
            return ofOneIndex;
        }

        @Override
        public void settled() {
            if (open.decrementAndGet() == 0) {
                parts.forEach(putAside ? Unsettled::putAside : Unsettled::settle);
            }
        }

        @Override
        public void putAside() {
            putAside = true;
            settled();
        }

        @Override
        public void abandoned() {
            if (abandoned.compareAndSet(false, true)) {
                parts.forEach(Unsettled::abandon);
            }
        }
    }

    /// Takes in the answer and puts the next request in its place.
    void answered(Exchange exchange) throws InterruptedException {
        UnderWay underWay = underWay(exchange);
        Answer answer = MeilisearchExchange.answer(exchange);
        tell(exchange, underWay, answer.status());
        underWay.leg().delivery().answered(answer);
        next(exchange, underWay);
    }

    /// Takes in that the request broke, and puts the next one, likely the same again, in its place.
    void unanswered(Exchange exchange) throws InterruptedException {
        UnderWay underWay = underWay(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        tell(exchange, underWay, 0);
        if (cause instanceof IOException) {
            underWay.leg().delivery().unanswered(cause);
        } else {
            underWay.leg().settlement().fail(RouteFaults.ofTask(underWay.task, cause));
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
            underWay.leg().settlement().fail(RouteFaults.ofTask(underWay.task, cause));
        }
        underWay.legs.forEach(leg -> leg.delivery().close());
    }

    private void next(Exchange exchange, UnderWay underWay) throws InterruptedException {
        Request request = underWay.next();
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
