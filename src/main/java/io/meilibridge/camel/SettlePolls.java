package io.meilibridge.camel;

import java.util.function.IntSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/// One poll of the open tasks: a turn of the `settle` route.
final class SettlePolls implements IntSupplier {

    private final ProducerTemplate producer;
    private volatile @Nullable SettleClock clock;

    SettlePolls(CamelContext camel) {
        this.producer = camel.createProducerTemplate();
    }

    void wakeBy(SettleClock settleClock) {
        clock = settleClock;
    }

    void wake() {
        SettleClock present = clock;
        if (present != null) {
            present.wake();
        }
    }

    /// @return how many tasks it closed
    @Override
    public int getAsInt() {
        Exchange done = producer.request("direct:settle", exchange -> {});
        return done.getProperty(SettleSteps.CLOSED, 0, Integer.class);
    }
}
