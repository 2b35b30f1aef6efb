package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Lsn;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Goal: the confirmable LSN never passes an unsettled change of an enabled task, and reaches the
/// end when all is settled, whatever comes in whatever order.
///
/// Method: a made-up stream is sent to a ledger as a server would send it, while receipts are
/// released, abandoned and given back, tasks are detached, attached and placed, and the stream or
/// the whole process is restarted, all at random. After each step the invariant is checked against
/// the record of what was really settled.
class DeliveryLedgerPropertyTest {

    private static final Duration BUDGET = Duration.ofMillis(1500);

    @Test
    void the_confirmable_lsn_never_passes_an_unsettled_change() {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        long end = System.nanoTime() + BUDGET.toNanos();
        int rounds = 0;
        for (long round = seed; rounds == 0 || System.nanoTime() < end; round++) {
            try {
                LedgerWorld world = new LedgerWorld(new Random(round));
                for (int step = 0; step < 300; step++) {
                    world.step();
                    world.check();
                }
                world.finish();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("-Dmeilibridge.test.seed=" + round, failure);
            }
            rounds++;
        }
        assertThat(rounds).isGreaterThan(10);
    }

    @Test
    void it_holds_with_a_reader_and_many_settlers_at_once() throws InterruptedException {
        LedgerWorld.Stream stream = LedgerWorld.Stream.of(new Random(7), 3_000);
        DeliveryLedger ledger = stream.ledger();
        LinkedBlockingQueue<LedgerWorld.InFlight> queue = new LinkedBlockingQueue<>();
        AtomicBoolean reading = new AtomicBoolean(true);
        AtomicReference<AssertionError> failure = new AtomicReference<>();
        Thread[] settlers = new Thread[3];
        for (int i = 0; i < settlers.length; i++) {
            settlers[i] =
                    Thread.ofVirtual().start(() -> settle(ledger, stream, queue, reading, failure));
        }
        LedgerWorld.Reader reader = new LedgerWorld.Reader(stream, ledger);
        Random chunks = new Random(8);
        while (failure.get() == null && reader.readOne()) {
            if (chunks.nextInt(5) == 0) {
                queue.addAll(reader.handOver());
                ledger.inFlight().awaitRoom(500, 0, Duration.ofSeconds(10));
            }
        }
        queue.addAll(reader.handOver());
        reading.set(false);
        for (Thread settler : settlers) {
            settler.join();
        }

        assertThat(failure.get()).isNull();
        assertThat(ledger.confirmable()).isEqualTo(stream.end());
        assertThat(ledger.inFlight().bytes()).isZero();
        assertThat(ledger.inFlight().events()).isZero();
    }

    private static void settle(
            DeliveryLedger ledger,
            LedgerWorld.Stream stream,
            LinkedBlockingQueue<LedgerWorld.InFlight> queue,
            AtomicBoolean reading,
            AtomicReference<AssertionError> failure) {
        try {
            while (reading.get() || !queue.isEmpty()) {
                LedgerWorld.InFlight next = queue.poll(1, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.settle();
                    Lsn confirmable = ledger.confirmable();
                    stream.checkSettledBefore(confirmable);
                }
            }
        } catch (AssertionError broken) {
            failure.set(broken);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
