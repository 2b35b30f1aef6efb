package io.meilibridge.camel;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.meilisearch.DestinationFaults;
import io.meilibridge.meilisearch.SettleWatch;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/// The beans of the `settle` route: `openTasks` puts the poll in place, `settle` takes in its
/// answer.
final class SettleSteps {

    private static final String POLL = "meilibridge.poll";

    /// The exchange property that tells how many tasks a poll closed.
    static final String CLOSED = "closed";

    private final SettleWatch watch;
    private final MeilisearchExchange http;
    private final Consumer<PipelineException> onFault;

    SettleSteps(SettleWatch watch, MeilisearchExchange http, Consumer<PipelineException> onFault) {
        this.watch = watch;
        this.http = http;
        this.onFault = onFault;
    }

    /// Ends the exchange when nothing is open.
    void openTasks(Exchange exchange) {
        Optional<SettleWatch.Poll> poll = watch.next();
        if (poll.isEmpty()) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.setProperty(POLL, poll.get());
        http.put(exchange, poll.get().request());
    }

    void settle(Exchange exchange) {
        SettleWatch.Poll poll =
                Objects.requireNonNull(exchange.getProperty(POLL, SettleWatch.Poll.class));
        exchange.setProperty(CLOSED, watch.answered(poll, MeilisearchExchange.answer(exchange)));
    }

    /// The poll failed: nothing has changed, the next one asks again.
    void unsettled(Exchange exchange) {
        SettleWatch.Poll poll = exchange.getProperty(POLL, SettleWatch.Poll.class);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause instanceof PipelineException fault) {
            onFault.accept(fault);
        } else if (poll != null) {
            onFault.accept(DestinationFaults.unanswered(poll.request(), cause));
        }
    }
}
