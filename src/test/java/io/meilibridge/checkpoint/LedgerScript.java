package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Lsn;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/// A ledger whose tasks all start at LSN 100, and a stream that is told to it in few words.
final class LedgerScript {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final DeliveryLedger ledger;

    private LedgerScript(DeliveryLedger ledger) {
        this.ledger = ledger;
    }

    static LedgerScript of(String... tasks) {
        List<Checkpoint> starts =
                Arrays.stream(tasks).map(task -> Checkpoint.at(task, lsn(100), NOW)).toList();
        return new LedgerScript(new DeliveryLedger(lsn(100), starts, CLOCK));
    }

    static Lsn lsn(long value) {
        return new Lsn(value);
    }

    static Instant at(long lsn) {
        return NOW.plusMillis(lsn);
    }

    DeliveryLedger ledger() {
        return ledger;
    }

    /// One transaction with one change for each named task.
    void transaction(long commitLsn, long endLsn, String... tasks) {
        ledger.begin(lsn(commitLsn), (int) commitLsn);
        long ordinal = 0;
        for (String task : tasks) {
            assertThat(ledger.admit(task, ordinal++)).isEqualTo(Admission.TAKE);
        }
        ledger.commit(lsn(endLsn), at(endLsn));
    }

    long checkpointOf(String task) {
        return ledger.checkpoint(task).lsn().value();
    }

    long confirmable() {
        return ledger.confirmable().value();
    }
}
