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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final Lsn START = new Lsn(1);

    private final DefaultCamelContext camel = new DefaultCamelContext();

    private final SyncTask task =
            TestBridge.task("products", new PipelineLog(line -> {}, () -> Instant.EPOCH).tasks());
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    START,
                    List.of(Checkpoint.at("products", START, Instant.EPOCH)),
                    Clock.systemUTC());

    @AfterEach
    void close_camel() throws Exception {
        camel.close();
    }

    /// The clock that looks whether a batch has grown old waits much longer than most batches take.
    @Test
    void a_batch_that_is_on_its_way_is_not_kept_until_it_would_have_grown_old() throws Exception {
        try (LaneClock clock = new LaneClock()) {
            Gathering gathering =
                    new Gathering(task, new DefaultAggregateController(), clock, false);
            boolean firstIsSent = gathering.matches(gathered(gathering, null, false));

            WeakReference<GatheredBatch> second = sent(gathering);
            System.gc();

            assertThat(firstIsSent).isTrue();
            assertThat(second.get()).isNull();
        }
    }

    /// A batch that waits for the lane, and is then sent.
    private WeakReference<GatheredBatch> sent(Gathering gathering) {
        Exchange group = gathered(gathering, null, false);
        boolean isSentAtOnce = gathering.matches(group);
        gathering.onCompletion(group);
        assertThat(isSentAtOnce).isFalse();
        return new WeakReference<>(requireNonNull(group.getIn().getBody(GatheredBatch.class)));
    }

    @Test
    void a_batch_that_ends_within_a_transaction_waits_for_the_rest_where_that_is_asked_for()
            throws Exception {
        try (LaneClock clock = new LaneClock()) {
            Gathering whole = new Gathering(task, new DefaultAggregateController(), clock, true);
            Exchange group = gathered(whole, null, true);
            boolean firstIsSent = whole.matches(group);
            boolean restIsSent = whole.matches(gathered(whole, group, false));

            assertThat(firstIsSent).isFalse();
            assertThat(restIsSent).isTrue();
        }
        try (LaneClock clock = new LaneClock()) {
            SyncTask other =
                    TestBridge.task(
                            "products", new PipelineLog(line -> {}, () -> Instant.EPOCH).tasks());
            Gathering single = new Gathering(other, new DefaultAggregateController(), clock, false);

            assertThat(single.matches(gathered(single, null, true))).isTrue();
        }
    }

    private Exchange gathered(Gathering gathering, @Nullable Exchange group, boolean unfinished) {
        Receipt receipt = requireNonNull(ledger.handOverRows("products", 1, 10));
        Exchange exchange = new DefaultExchange(camel);
        new Carriage(
                        new Handover(
                                unfinished,
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
        return gathering.aggregate(group, exchange);
    }
}
