package io.meilibridge.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.checkpoint.Checkpoint;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.checkpoint.MemoryStore;
import io.meilibridge.event.Lsn;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.status.Tallies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {

    private final Pauses pauses = new Pauses(new MemoryStore());

    /// Of a process that has just begun, whose source has not opened its stream yet.
    private SyncTask begun() {
        return TestBridge.task("item", new Tallies(), pauses);
    }

    private static String joined(SyncTask task) {
        DeliveryLedger ledger =
                new DeliveryLedger(
                        new Lsn(100),
                        List.of(Checkpoint.at("item", new Lsn(100), Instant.EPOCH)),
                        Clock.systemUTC());
        task.join(ledger, new Hearing(Duration.ZERO, System::nanoTime));
        return task.state().word();
    }

    @Test
    void a_pause_is_remembered_by_the_next_process() {
        begun().pause();

        assertThat(joined(begun())).isEqualTo("paused");
    }

    @Test
    void a_task_that_is_resumed_before_its_pause_is_remembered_goes_on() {
        begun().pause();
        SyncTask next = begun();
        next.resume();

        assertThat(joined(next)).isEqualTo("starting");
        assertThat(joined(begun())).isEqualTo("starting");
    }
}
