package io.meilibridge.camel;

import io.meilibridge.event.WalChunk;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/// The beans of the `ingest` route: `decode`, `address` and `stopTask`.
final class IngestSteps {

    /// The exchange property that names the sync task whose route an item goes to.
    private static final String TASK = "task";

    private final Map<String, SourceRun> sources;

    IngestSteps(Map<String, SourceRun> sources) {
        this.sources = Map.copyOf(sources);
    }

    /// Puts a list of [Handover] in place of the chunk.
    void decode(Exchange exchange) {
        WalChunk chunk = Objects.requireNonNull(exchange.getMessage().getBody(WalChunk.class));
        SourceRun source = Objects.requireNonNull(sources.get(chunk.source()));
        exchange.getMessage().setBody(source.route(chunk));
    }

    /// Puts the changes in place of the handover, and binds its end to that of the exchange.
    void address(Exchange exchange) {
        Handover handover = Objects.requireNonNull(exchange.getMessage().getBody(Handover.class));
        Carriage carriage = new Carriage(handover);
        carriage.putOn(exchange);
        exchange.setProperty(TASK, handover.task().id());
        exchange.getMessage().setBody(handover.batch());
        exchange.getExchangeExtension().addOnCompletion(new End(carriage));
    }

    private static final class End extends SynchronizationAdapter {

        private final Carriage carriage;

        End(Carriage carriage) {
            this.carriage = carriage;
        }

        @Override
        public void onComplete(Exchange exchange) {
            carriage.endedWell();
        }

        @Override
        public void onFailure(Exchange exchange) {
            stop(carriage, exchange.getException());
        }
    }

    /// The task's route ended with an exception: the task stops, and the others go on.
    void stopTask(Exchange exchange) {
        stop(
                Carriage.required(exchange),
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    private static void stop(Carriage carriage, Exception cause) {
        SyncTask task = carriage.task();
        task.stop(DeliverySteps.asFault(task, cause));
        carriage.failed();
    }
}
