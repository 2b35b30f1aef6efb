package io.meilibridge.camel;

import io.meilibridge.event.ChangeBatch;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SyncTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/// A handover on its way through a task's route, as a property of its exchange. The route ends in
/// one of three ways: the changes reached the batch, which settles them later; the exchange ended
/// well without that, so a step dropped them all and they are settled; or it ended with an
/// exception, and they are abandoned with their task or, where the source itself is to read them
/// again, given back. Copies of the exchange share it, so that it ends once whatever a route does.
final class Carriage {

    private static final String PROPERTY = "meilibridge.carriage";

    private static final boolean DROPPED_IS_UNSETTLED = Failpoints.on("dropped-is-unsettled");

    private final Handover handover;
    private final AtomicBoolean ended = new AtomicBoolean();

    /// The changes as the last of our own steps has left them. The reader's thread alone.
    private ChangeBatch changes;

    /// Changes that are neither counted as filtered nor refused. The reader's thread alone.
    private int left;

    Carriage(Handover handover) {
        this.handover = handover;
        this.changes = handover.batch();
        this.left = handover.batch().events().size();
    }

    void putOn(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static @Nullable Carriage of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Carriage.class);
    }

    /// @throws IllegalStateException when the exchange does not come from the `ingest` route
    static Carriage required(Exchange exchange) {
        Carriage carriage = of(exchange);
        if (carriage == null) {
            throw new IllegalStateException(
                    "Exchange "
                            + exchange.getExchangeId()
                            + " carries no changes: a task's route is entered by 'ingest' alone.");
        }
        return carriage;
    }

    Handover handover() {
        return handover;
    }

    SyncTask task() {
        return handover.task();
    }

    /// The changes as the steps so far have left them.
    ///
    /// @throws PipelineException when a step has left what is no change, or cannot be taken back
    ChangeBatch changes(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof ChangeBatch batch) {
            return batch;
        }
        return ChangeForms.read(this, exchange, body);
    }

    /// What a step makes of the changes takes their place.
    void changes(Exchange exchange, ChangeBatch made) {
        changes = made;
        exchange.getMessage().setBody(made);
    }

    /// What the steps behind the last of our own were given.
    ChangeBatch given() {
        return changes;
    }

    /// So many of the changes are still on their way: the others were filtered out.
    void leaves(int changes) {
        task().filtered(left - changes);
        left = changes;
    }

    /// So many of those on their way end in another manner than by being filtered out.
    void takesOut(int changes) {
        left -= changes;
    }

    /// None of the others is filtered out: what they would write is written already.
    void takesAllOut() {
        left = 0;
    }

    /// Passes the handover to the batch.
    ///
    /// @throws PipelineException when it had ended before: a route brought it twice, and what it
    ///   brings now would be lost
    void toBatch() {
        if (!ended.compareAndSet(false, true)) {
            throw new DeliveryException(
                    ErrorCode.ROUTE_FAILED,
                    "The route of task '"
                            + task().id()
                            + "' brought the same changes to the batch twice.",
                    "Bring the exchange to the aggregator once and whole, then retry the task.",
                    null);
        }
    }

    /// Whether it has not ended in any way.
    boolean isUnderWay() {
        return !ended.get();
    }

    void endedWell() {
        if (!DROPPED_IS_UNSETTLED && ended.compareAndSet(false, true)) {
            leaves(0);
            handover.unsettled().settle();
        }
    }

    /// The source is to read the changes again.
    void giveBack() {
        if (ended.compareAndSet(false, true)) {
            handover.unsettled().giveBack();
        }
    }

    void failed() {
        if (ended.compareAndSet(false, true)) {
            handover.unsettled().abandon();
        }
    }
}
