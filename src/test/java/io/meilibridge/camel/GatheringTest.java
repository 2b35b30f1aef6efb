package io.meilibridge.camel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.Receipt;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.ChangeBatch;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import io.meilibridge.task.ChangeCounts;
import io.meilibridge.task.Handover;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.Unsettled;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.log.PipelineLog;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.DefaultAggregateController;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final Lsn START = new Lsn(1);

    private final SyncTask task =
            TestBridge.task("products", new PipelineLog(line -> {}, () -> Instant.EPOCH).tasks());
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    START,
                    List.of(Checkpoint.at("products", START, Instant.EPOCH)),
                    Clock.systemUTC());

    /// The clock that looks whether a batch has grown old waits much longer than most batches take.
    @Test
    void a_batch_that_is_on_its_way_is_not_kept_until_it_would_have_grown_old() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext();
                LaneClock clock = new LaneClock()) {
            Gathering gathering = new Gathering(task, new DefaultAggregateController(), clock);
            boolean firstIsSent = gathering.matches(gathered(gathering, camel));

            WeakReference<GatheredBatch> second = sent(gathering, camel);
            System.gc();

            assertThat(firstIsSent).isTrue();
            assertThat(second.get()).isNull();
        }
    }

    /// A batch that waits for the lane, and is then sent.
    private WeakReference<GatheredBatch> sent(Gathering gathering, DefaultCamelContext camel) {
        Exchange group = gathered(gathering, camel);
        boolean isSentAtOnce = gathering.matches(group);
        gathering.onCompletion(group);
        assertThat(isSentAtOnce).isFalse();
        return new WeakReference<>(requireNonNull(group.getIn().getBody(GatheredBatch.class)));
    }

    private Exchange gathered(Gathering gathering, DefaultCamelContext camel) {
        Receipt receipt = requireNonNull(ledger.handOverRows("products", 1, 10));
        Exchange exchange = new DefaultExchange(camel);
        new Carriage(
                        new Handover(
                                new ChangeBatch("products", List.of(), new int[0]),
                                new Unsettled(task, receipt, new ChangeCounts(), null)))
                .putOn(exchange);
        exchange.getIn()
                .setBody(
                        new MappedChanges(
                                List.of(
                                        new DocumentChange.Delete(
                                                new Position(START, 0), new DocumentId("1"))),
                                "id"));
        return gathering.aggregate(null, exchange);
    }
}
