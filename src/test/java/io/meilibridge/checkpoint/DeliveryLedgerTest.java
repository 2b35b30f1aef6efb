package io.meilibridge.checkpoint;

import static io.meilibridge.checkpoint.LedgerScript.CLOCK;
import static io.meilibridge.checkpoint.LedgerScript.NOW;
import static io.meilibridge.checkpoint.LedgerScript.at;
import static io.meilibridge.checkpoint.LedgerScript.lsn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.Lsn;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How far is settled.
class DeliveryLedgerTest {

    private final LedgerScript script = LedgerScript.of("a", "b");
    private final DeliveryLedger ledger = script.ledger();

    @Test
    void without_changes_all_follow_the_commits() {
        script.transaction(110, 120);

        assertThat(script.checkpointOf("a")).isEqualTo(120);
        assertThat(script.confirmable()).isEqualTo(120);
        assertThat(ledger.streamEnd()).isEqualTo(lsn(120));
    }

    @Test
    void an_open_receipt_holds_its_task_before_its_first_transaction() {
        script.transaction(110, 120);
        script.transaction(130, 140, "a");
        script.transaction(140, 150, "a", "b");
        Receipt a = ledger.handOver("a", 10);
        Receipt b = ledger.handOver("b", 20);

        assertThat(script.checkpointOf("a")).isEqualTo(120);
        assertThat(script.checkpointOf("b")).isEqualTo(140);
        assertThat(script.confirmable()).isEqualTo(120);

        b.release();
        assertThat(script.checkpointOf("b")).isEqualTo(150);
        assertThat(script.confirmable()).isEqualTo(120);

        a.release();
        assertThat(script.confirmable()).isEqualTo(150);
    }

    @Test
    void a_change_is_covered_from_its_admission_on() {
        script.transaction(110, 120, "a");

        assertThat(script.confirmable()).isEqualTo(100);
        ledger.handOver("a", 1).release();
        assertThat(script.confirmable()).isEqualTo(120);
    }

    @Test
    void a_transaction_in_several_chunks_is_settled_with_its_last() {
        ledger.begin(lsn(110), 1);
        ledger.admit("a", 0);
        Receipt first = ledger.handOver("a", 1);
        ledger.admit("a", 1);
        Receipt second = ledger.handOver("a", 1);
        first.release();

        assertThat(script.confirmable()).isEqualTo(100);
        second.release();
        assertThat(script.confirmable()).isEqualTo(100);
        ledger.commit(lsn(120), at(120));
        assertThat(script.confirmable()).isEqualTo(120);
    }

    @Test
    void receipts_released_out_of_order_wait_for_the_oldest() {
        script.transaction(110, 120, "a");
        Receipt first = ledger.handOver("a", 1);
        script.transaction(120, 130, "a");
        Receipt second = ledger.handOver("a", 1);
        script.transaction(130, 140, "a");
        Receipt third = ledger.handOver("a", 1);

        second.release();
        assertThat(script.checkpointOf("a")).isEqualTo(100);
        first.release();
        assertThat(script.checkpointOf("a")).isEqualTo(130);
        third.release();
        assertThat(script.checkpointOf("a")).isEqualTo(140);
    }

    @Test
    void a_checkpoint_tells_its_transaction_and_what_was_settled() {
        script.transaction(110, 120, "a", "a");
        ledger.handOver("a", 1).release();

        assertThat(ledger.checkpoint("a"))
                .isEqualTo(new Checkpoint("a", lsn(120), 110, at(120), NOW, 2));
    }

    @Test
    void releasing_is_idempotent() {
        script.transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 10);
        receipt.release();
        receipt.release();
        receipt.abandon();

        assertThat(ledger.inFlight().bytes()).isZero();
        assertThat(ledger.inFlight().events()).isZero();
        assertThat(ledger.checkpoint("a").events()).isEqualTo(1);
        assertThat(ledger.inFlight().endedReceipts()).isEqualTo(1);
        assertThat(ledger.hasAttached()).isTrue();
        assertThat(receipt.task()).isEqualTo("a");
    }

    @Test
    void keepalives_move_only_what_is_caught_up_and_only_between_transactions() {
        script.transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 1);
        ledger.keepalive(lsn(500));
        assertThat(script.checkpointOf("a")).isEqualTo(100);
        assertThat(script.checkpointOf("b")).isEqualTo(500);

        ledger.begin(lsn(510), 1);
        ledger.keepalive(lsn(600));
        assertThat(script.checkpointOf("b")).isEqualTo(500);
        ledger.commit(lsn(520), at(520));
        ledger.keepalive(lsn(300));
        receipt.release();

        assertThat(script.confirmable()).isEqualTo(520);
        assertThat(ledger.checkpoint("a").xid()).isEqualTo(1);
    }

    @Test
    void a_transaction_at_the_checkpoint_is_not_covered() {
        // The end LSN of a commit is regularly the commit LSN of the next one.
        assertThat(ledger.skips("a", lsn(99))).isTrue();
        assertThat(ledger.skips("a", lsn(100))).isFalse();

        ledger.begin(lsn(99), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.COVERED);
        ledger.commit(lsn(100), at(100));
        ledger.begin(lsn(100), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
    }

    @Test
    void positions_compare_unsigned() {
        Lsn high = new Lsn(0x8000_0000_0000_0000L);
        DeliveryLedger far =
                new DeliveryLedger(lsn(1), List.of(Checkpoint.at("a", lsn(1), NOW)), CLOCK);
        far.begin(high, 1);
        assertThat(far.admit("a", 0)).isEqualTo(Admission.TAKE);
        far.commit(new Lsn(high.value() + 1), NOW);
        far.handOver("a", 1).release();

        assertThat(far.confirmable()).isEqualTo(new Lsn(high.value() + 1));
    }

    @Test
    void what_was_taken_but_not_handed_over_is_taken_again() {
        script.transaction(110, 120, "a");
        ledger.handOver("a", 1).release();
        ledger.begin(lsn(120), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);

        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.COVERED);
        ledger.commit(lsn(120), at(120));
        ledger.begin(lsn(120), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(130), at(130));
        assertThat(script.confirmable()).isEqualTo(120);
        ledger.handOver("a", 1).release();
        assertThat(script.confirmable()).isEqualTo(130);
    }

    @Test
    void a_commit_whose_changes_were_not_handed_over_is_not_settled_by_a_reopen() {
        script.transaction(110, 120, "a");
        ledger.onReopen(lsn(100));

        assertThat(script.confirmable()).isEqualTo(100);
    }

    @Test
    void a_stream_reopened_inside_a_transaction_repeats_only_its_rest() {
        ledger.begin(lsn(110), 1);
        ledger.admit("a", 0);
        ledger.handOver("a", 1).release();

        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.REPEATED);
        assertThat(ledger.admit("a", 1)).isEqualTo(Admission.TAKE);
    }

    @Test
    void a_start_after_a_checkpoint_is_refused() {
        ledger.detach("a");
        assertThatThrownBy(() -> ledger.onReopen(lsn(101)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'a'");
    }

    @Test
    void calls_out_of_turn_are_refused() {
        assertThatThrownBy(() -> ledger.admit("a", 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.commit(lsn(1), NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.handOver("a", 1)).isInstanceOf(IllegalStateException.class);
        ledger.begin(lsn(110), 1);
        assertThatThrownBy(() -> ledger.begin(lsn(120), 2))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.detach("c")).isInstanceOf(IllegalArgumentException.class);
    }
}
