package io.meilibridge.checkpoint;

import static io.meilibridge.checkpoint.LedgerScript.at;
import static io.meilibridge.checkpoint.LedgerScript.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Prepared transactions hold the slot, and no task.
class LedgerPreparedTest {

    private final LedgerScript script = LedgerScript.of("a");
    private final DeliveryLedger ledger = script.ledger();

    @BeforeEach
    void expect() {
        ledger.expectPrepared(true);
    }

    @Test
    void the_slot_stays_before_the_prepare_until_the_commit_is_settled() {
        script.transaction(110, 120);
        ledger.undecided(7, lsn(130));
        script.transaction(140, 150);
        ledger.keepalive(lsn(160));
        assertThat(script.confirmable()).isEqualTo(130);
        assertThat(script.checkpointOf("a")).isEqualTo(160);

        ledger.committed(7, lsn(180));
        assertThat(script.confirmable()).isEqualTo(130);
        script.transaction(170, 180, "a");
        Receipt receipt = ledger.handOver("a", 1);
        assertThat(script.confirmable()).isEqualTo(130);

        receipt.release();
        assertThat(script.confirmable()).isEqualTo(180);
    }

    @Test
    void one_that_is_rolled_back_holds_no_longer() {
        ledger.undecided(7, lsn(110));
        ledger.undecided(8, lsn(120));
        ledger.keepalive(lsn(160));

        ledger.rolledBack(7);
        assertThat(script.confirmable()).isEqualTo(120);
        ledger.rolledBack(8);
        assertThat(script.confirmable()).isEqualTo(160);
    }

    /// The prepare may be what comes first: the task is ahead of the slot.
    @Test
    void after_a_reopening_no_more_is_confirmed_than_was_read_again() {
        ledger.undecided(7, lsn(110));
        script.transaction(120, 150);
        assertThat(script.confirmable()).isEqualTo(110);

        ledger.onReopen(lsn(105));

        assertThat(script.checkpointOf("a")).isEqualTo(150);
        assertThat(script.confirmable()).isEqualTo(105);
        ledger.undecided(7, lsn(110));
        ledger.begin(lsn(120), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.COVERED);
        ledger.commit(lsn(150), at(150));
        assertThat(script.confirmable()).isEqualTo(110);
    }

    @Test
    void what_was_given_for_confirmation_stays_given() {
        script.transaction(110, 120);
        assertThat(ledger.watermark().confirmable()).isEqualTo(lsn(120));

        ledger.undecided(7, lsn(115));

        assertThat(ledger.watermark().confirmable()).isEqualTo(lsn(120));
    }
}
