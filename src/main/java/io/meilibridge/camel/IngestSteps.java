package io.meilibridge.camel;

import io.meilibridge.event.WalChunk;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.fault.Remedy;
import io.meilibridge.fault.SourceException;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SourceRun;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/// The beans of the `ingest` route: `decode`, `address` and `stopTask`.
final class IngestSteps {

    private static final boolean STOPS_ALL = Failpoints.on("stop-ends-chunk");

    /// The exchange property that names the sync task whose route an item goes to.
    private static final String TASK = "task";

    private final Map<String, SourceRun> sources;
    private final Consumer<WalChunk> onChunk;

    /// @param onChunk told of each chunk before it is decoded
    IngestSteps(Map<String, SourceRun> sources, Consumer<WalChunk> onChunk) {
        this.sources = Map.copyOf(sources);
        this.onChunk = onChunk;
    }

    /// Puts a list of [Carriage], one for each task that the chunk has changes for, in place of the
    /// chunk; rows of a full sync are one task's as they come. Where the chunk fails as a whole,
    /// what did not reach its batch is given back: the source opens the stream anew, and it comes
    /// again.
    void decode(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Handover rows) {
            carry(exchange, List.of(rows));
            return;
        }
        WalChunk chunk = Objects.requireNonNull(exchange.getMessage().getBody(WalChunk.class));
        SourceRun source = Objects.requireNonNull(sources.get(chunk.source()));
        onChunk.accept(chunk);
        carry(exchange, source.route(chunk));
    }

    void carry(Exchange exchange, List<Handover> handovers) {
        List<Carriage> carriages = handovers.stream().map(Carriage::new).toList();
        exchange.getMessage().setBody(carriages);
        exchange.getExchangeExtension().addOnCompletion(new ChunkEnd(carriages));
    }

    private static final class ChunkEnd extends SynchronizationAdapter {

        private final List<Carriage> carriages;

        ChunkEnd(List<Carriage> carriages) {
            this.carriages = carriages;
        }

        @Override
        public void onFailure(Exchange exchange) {
            carriages.forEach(Carriage::giveBack);
        }

        /// Each has come to its end by now, unless the route has left some out: they must not pass
        /// for done.
        @Override
        public void onComplete(Exchange exchange) {
            carriages.stream()
                    .filter(Carriage::isUnderWay)
                    .forEach(left -> stop(left, RouteFaults.leftOut(left.task())));
        }
    }

    /// Puts the changes in place of their carriage, and binds its end to that of the exchange.
    void address(Exchange exchange) {
        Carriage carriage = Objects.requireNonNull(exchange.getMessage().getBody(Carriage.class));
        carriage.putOn(exchange);
        exchange.setProperty(TASK, carriage.task().id());
        exchange.getMessage().setBody(carriage.handover().batch());
        exchange.getExchangeExtension().addOnCompletion(new TaskEnd(carriage));
    }

    private static final class TaskEnd extends SynchronizationAdapter {

        private final Carriage carriage;

        TaskEnd(Carriage carriage) {
            this.carriage = carriage;
        }

        @Override
        public void onComplete(Exchange exchange) {
            boolean gaveUp = exchange.isRollbackOnly();
            if (!STOPS_ALL) {
                // The task's route may have stopped there. Else Camel would take that for the end
                // of the whole chunk, and drop what it holds for other tasks.
                exchange.setRouteStop(false);
                exchange.setRollbackOnly(false);
            }
            if (gaveUp) {
                // A step gave up without an exception: not what "ended well" is.
                onFailure(exchange);
            } else {
                carriage.endedWell();
            }
        }

        @Override
        public void onFailure(Exchange exchange) {
            PipelineException fault = RouteFaults.ofTask(carriage.task(), exchange.getException());
            if (isOfSource(fault)) {
                carriage.giveBack();
            } else {
                stop(carriage, fault);
            }
        }
    }

    /// The task's route ended with an exception: the task stops, and the others go on. Only where
    /// the source was not to be reached and is tried again does it fail as a whole: the stream
    /// brings the chunk once more, and no task stops.
    ///
    /// @throws PipelineException that fault of the source
    void stopTask(Exchange exchange) {
        Carriage carriage = Carriage.required(exchange);
        PipelineException fault =
                RouteFaults.ofTask(
                        carriage.task(),
                        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        if (isOfSource(fault)) {
            throw fault;
        }
        stop(carriage, fault);
    }

    private static boolean isOfSource(PipelineException fault) {
        return fault instanceof SourceException && fault.remedy() == Remedy.RETRY;
    }

    private static void stop(Carriage carriage, PipelineException fault) {
        carriage.task().stop(fault);
        carriage.failed();
    }
}
