package io.meilibridge.camel;

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

    private final Handover handover;
    private final AtomicBoolean ended = new AtomicBoolean();

    Carriage(Handover handover) {
        this.handover = handover;
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

    /// Passes the handover to the batch.
    ///
    /// @return false when it had ended before
    boolean toBatch() {
        return ended.compareAndSet(false, true);
    }

    void endedWell() {
        if (ended.compareAndSet(false, true)) {
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
