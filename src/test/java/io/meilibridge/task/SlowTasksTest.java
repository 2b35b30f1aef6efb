package io.meilibridge.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.Receipt;
import io.meilibridge.event.Lsn;
import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.status.Tallies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowTasksTest {

    private final SyncTask big = task("big");
    private final SyncTask small = task("small");
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    new Lsn(100),
                    Stream.of("big", "small")
                            .map(task -> Checkpoint.at(task, new Lsn(100), Instant.EPOCH))
                            .toList(),
                    Clock.systemUTC());
    private final SlowTasks slow = new SlowTasks(List.of(big, small), this::now);
    private long now = 1;
    private long lsn = 100;

    private static SyncTask task(String id) {
        return TestBridge.task(id, new Tallies());
    }

    private long now() {
        return now;
    }

    @BeforeEach
    void stream() {
        for (SyncTask task : List.of(big, small)) {
            task.join(ledger, new Hearing(Duration.ZERO, System::nanoTime));
            task.streaming();
        }
    }

    @Test
    void a_stuck_task_is_held_back_after_a_while_and_returns_when_it_is_drained() {
        Receipt stuck = handOver("big", 900);
        lookAfter(0, true);
        lookAfter(4, true);
        assertThat(big.state().word()).isEqualTo("streaming");
        lookAfter(1, true);
        assertThat(big.state().word()).isEqualTo("backpressured");
        assertThat(big.isSending()).as("what is in flight goes on").isTrue();
        assertThat(small.state().word()).isEqualTo("streaming");
        assertThat(ledger.hasAttached()).isTrue();

        lookAfter(60, false);
        assertThat(big.state().word()).isEqualTo("backpressured");
        stuck.release();
        lookAfter(1, false);
        assertThat(big.state().word()).isEqualTo("starting");
        assertThat(ledger.wantsReopen()).isTrue();
    }

    @Test
    void a_task_that_is_slow_but_moves_is_not_held_back() {
        for (int i = 0; i < 20; i++) {
            Receipt receipt = handOver("big", 900);
            lookAfter(4, true);
            receipt.release();
        }
        assertThat(big.state().word()).isEqualTo("streaming");
    }

    @Test
    void where_all_are_stuck_none_is_held_back() {
        handOver("big", 900);
        handOver("small", 10);
        lookAfter(0, true);
        lookAfter(60, true);
        assertThat(big.state().word()).isEqualTo("streaming");
        assertThat(small.state().word()).isEqualTo("streaming");
    }

    @Test
    void nor_is_one_while_there_is_room_or_meilisearch_is_away() {
        handOver("big", 900);
        lookAfter(0, false);
        lookAfter(60, false);
        assertThat(big.state().word()).isEqualTo("streaming");
        big.retrying(
                new DeliveryException(ErrorCode.DESTINATION_UNREACHABLE, "It is away.", ""),
                Duration.ZERO);
        lookAfter(60, true);
        assertThat(big.state().word()).isEqualTo("retrying");
    }

    private void lookAfter(int seconds, boolean isFull) {
        now += Duration.ofSeconds(seconds).toNanos();
        slow.look(ledger, isFull);
    }

    private Receipt handOver(String task, long bytes) {
        lsn += 10;
        ledger.begin(new Lsn(lsn), 1);
        ledger.admit(task, 0);
        ledger.commit(new Lsn(lsn + 5), Instant.EPOCH);
        return ledger.handOver(task, bytes);
    }
}
