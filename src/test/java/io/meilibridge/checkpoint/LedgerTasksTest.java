package io.meilibridge.checkpoint;

import static io.meilibridge.checkpoint.LedgerScript.CLOCK;
import static io.meilibridge.checkpoint.LedgerScript.NOW;
import static io.meilibridge.checkpoint.LedgerScript.at;
import static io.meilibridge.checkpoint.LedgerScript.lsn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Tasks of a ledger that come and go: detached, abandoned, disabled, placed by hand.
class LedgerTasksTest {

    private final LedgerScript script = LedgerScript.of("a", "b");
    private final DeliveryLedger ledger = script.ledger();

    @Test
    void a_task_that_is_not_enabled_takes_nothing() {
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("c", 0)).isEqualTo(Admission.NOT_ENABLED);
        assertThat(ledger.skips("c", lsn(1))).isFalse();
    }

    @Test
    void a_detached_task_stands_while_others_go_on() {
        script.transaction(110, 120);
        ledger.detach("a");
        ledger.begin(lsn(130), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.HELD);
        assertThat(ledger.admit("b", 1)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(140), at(140));
        ledger.handOver("b", 1).release();
        ledger.keepalive(lsn(150));

        assertThat(script.checkpointOf("a")).isEqualTo(120);
        assertThat(script.checkpointOf("b")).isEqualTo(150);
        assertThat(script.confirmable()).isEqualTo(120);
        assertThat(ledger.heldEvents("a")).isEqualTo(1);
    }

    @Test
    void a_late_release_moves_a_detached_task_up_to_what_it_lost_at_most() {
        script.transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 1);
        script.transaction(120, 130);
        ledger.detach("a");
        ledger.begin(lsn(130), 1);
        ledger.admit("a", 0);
        ledger.commit(lsn(140), at(140));

        assertThat(script.checkpointOf("a")).isEqualTo(100);
        receipt.release();
        assertThat(script.checkpointOf("a")).isEqualTo(130);
    }

    @Test
    void a_task_that_returns_takes_what_it_lost_and_others_do_not_repeat() {
        ledger.detach("a");
        ledger.begin(lsn(110), 1);
        ledger.admit("a", 0);
        ledger.admit("b", 1);
        ledger.commit(lsn(120), at(120));
        Receipt b = ledger.handOver("b", 1);

        ledger.attach("a");
        assertThat(ledger.wantsReopen()).isTrue();
        ledger.onReopen(lsn(100));
        assertThat(ledger.wantsReopen()).isFalse();

        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
        assertThat(ledger.admit("b", 1)).isEqualTo(Admission.REPEATED);
        ledger.commit(lsn(120), at(120));
        Receipt a = ledger.handOver("a", 1);
        a.release();
        assertThat(script.confirmable()).isEqualTo(100);
        b.release();
        assertThat(script.confirmable()).isEqualTo(120);
        assertThat(ledger.heldEvents("a")).isZero();
    }

    @Test
    void a_task_that_waits_takes_nothing_until_the_stream_is_reopened() {
        ledger.detach("a");
        ledger.attach("a");
        ledger.begin(lsn(110), 1);

        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.HELD);
    }

    @Test
    void what_was_in_flight_at_a_detach_is_not_repeated_on_return() {
        script.transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 1);
        ledger.detach("a");
        ledger.attach("a");
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.REPEATED);
        ledger.commit(lsn(120), at(120));

        assertThat(script.checkpointOf("a")).isEqualTo(100);
        receipt.release();
        assertThat(script.checkpointOf("a")).isEqualTo(120);
    }

    @Test
    void an_abandoned_run_detaches_its_task_and_comes_again() {
        script.transaction(110, 120, "a");
        Receipt first = ledger.handOver("a", 5);
        script.transaction(120, 130, "a");
        Receipt second = ledger.handOver("a", 5);
        script.transaction(130, 140, "a");
        Receipt third = ledger.handOver("a", 5);
        second.abandon();

        assertThat(ledger.inFlight().bytes()).isEqualTo(10);
        first.release();
        assertThat(script.checkpointOf("a")).isEqualTo(120);

        ledger.attach("a");
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(120), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(130), at(130));
        third.release();
        assertThat(script.checkpointOf("a")).isEqualTo(120);
        assertThat(ledger.inFlight().bytes()).isZero();
        ledger.handOver("a", 5).release();
        assertThat(script.checkpointOf("a")).isEqualTo(130);
    }

    @Test
    void a_run_that_is_given_back_comes_again_and_detaches_nothing() {
        script.transaction(110, 120, "a", "b");
        Receipt earlier = ledger.handOver("a", 5);
        ledger.handOver("b", 5).release();
        script.transaction(120, 130, "a", "b");
        Receipt refused = ledger.handOver("a", 5);
        ledger.handOver("b", 5).release();
        refused.giveBack();
        refused.release();

        assertThat(ledger.inFlight().bytes()).isEqualTo(5);
        assertThat(ledger.wantsReopen()).isFalse();
        earlier.release();
        assertThat(script.checkpointOf("a")).isEqualTo(120);
        assertThat(script.checkpointOf("b")).isEqualTo(130);

        ledger.onReopen(lsn(120));
        ledger.begin(lsn(120), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
        assertThat(ledger.admit("b", 1)).isEqualTo(Admission.COVERED);
        ledger.commit(lsn(130), at(130));
        assertThat(script.confirmable()).isEqualTo(120);
        ledger.handOver("a", 5).release();
        assertThat(script.confirmable()).isEqualTo(130);
        assertThat(ledger.openReceipts()).isZero();
    }

    @Test
    void what_was_handed_over_before_a_run_that_is_given_back_is_not_repeated() {
        ledger.begin(lsn(110), 1);
        ledger.admit("a", 0);
        Receipt first = ledger.handOver("a", 1);
        ledger.admit("a", 1);
        ledger.handOver("a", 1).giveBack();

        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.REPEATED);
        assertThat(ledger.admit("a", 1)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(120), at(120));
        ledger.handOver("a", 1).release();
        assertThat(script.checkpointOf("a")).isEqualTo(100);
        first.release();
        assertThat(script.checkpointOf("a")).isEqualTo(120);
    }

    @Test
    void a_task_that_stops_after_a_run_was_given_back_gets_everything_when_it_returns() {
        script.transaction(110, 120, "a");
        Receipt earlier = ledger.handOver("a", 1);
        script.transaction(120, 130, "a");
        ledger.handOver("a", 1).giveBack();
        earlier.abandon();

        ledger.onReopen(lsn(100));
        assertThat(script.checkpointOf("a")).isEqualTo(100);
        ledger.attach("a");
        ledger.onReopen(lsn(100));
        script.transaction(110, 120, "a");
        script.transaction(120, 130, "a");
        ledger.handOver("a", 1).release();
        assertThat(script.checkpointOf("a")).isEqualTo(130);
        assertThat(ledger.inFlight().bytes()).isZero();
    }

    @Test
    void only_the_last_run_of_a_task_is_given_back() {
        script.transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 1);
        script.transaction(120, 130, "a");

        assertThatThrownBy(receipt::giveBack).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_disabled_task_pins_nothing() {
        script.transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 7);
        ledger.disable("a");

        assertThat(script.confirmable()).isEqualTo(120);
        assertThat(ledger.inFlight().bytes()).isEqualTo(7);
        receipt.release();
        assertThat(ledger.inFlight().bytes()).isZero();
        assertThatThrownBy(() -> ledger.checkpoint("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
    }

    @Test
    void a_task_disabled_inside_a_chunk_can_still_be_handed_over() {
        script.transaction(110, 120, "a");
        ledger.disable("a");
        ledger.handOver("a", 7).release();

        assertThat(ledger.inFlight().bytes()).isZero();
        assertThat(script.confirmable()).isEqualTo(120);
    }

    @Test
    void without_tasks_the_stream_itself_is_confirmed() {
        ledger.disable("a");
        ledger.disable("b");
        script.transaction(110, 120);

        assertThat(ledger.watermark().confirmable()).isEqualTo(lsn(120));
        assertThat(ledger.hasAttached()).isFalse();
    }

    @Test
    void a_task_is_placed_back_and_its_old_receipts_count_no_more() {
        script.transaction(110, 120, "a");
        Receipt old = ledger.handOver("a", 1);
        script.transaction(120, 130, "a");
        ledger.handOver("a", 1).release();
        ledger.place(Checkpoint.at("a", lsn(115), NOW));
        old.release();

        assertThat(script.checkpointOf("a")).isEqualTo(115);
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.COVERED);
        ledger.commit(lsn(120), at(120));
        ledger.begin(lsn(120), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(130), at(130));
        assertThat(script.checkpointOf("a")).isEqualTo(120);
    }

    @Test
    void a_detached_task_that_is_placed_stays_detached() {
        ledger.detach("a");
        ledger.place(Checkpoint.at("a", lsn(400), NOW));

        assertThat(ledger.wantsReopen()).isFalse();
        assertThat(script.checkpointOf("a")).isEqualTo(400);
    }

    @Test
    void a_task_can_be_enabled_while_running() {
        script.transaction(110, 120);
        ledger.place(Checkpoint.at("c", lsn(110), NOW));

        assertThat(script.confirmable()).isEqualTo(110);
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("c", 0)).isEqualTo(Admission.TAKE);
    }

    @Test
    void no_task_is_placed_before_what_may_have_been_confirmed() {
        script.transaction(110, 120);
        ledger.place(Checkpoint.at("a", lsn(100), NOW));
        ledger.onReopen(lsn(100));
        script.transaction(110, 120);
        ledger.watermark();

        assertThatThrownBy(() -> ledger.place(Checkpoint.at("a", lsn(119), NOW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0/77")
                .hasMessageContaining("0/78");
        assertThatThrownBy(() ->
                        new DeliveryLedger(
                                lsn(100), List.of(Checkpoint.at("a", lsn(99), NOW)), CLOCK))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_is_kept_for_a_detached_task() {
        ledger.detach("a");
        for (int i = 0; i < 10_000; i++) {
            ledger.begin(lsn(200 + 10L * i), i);
            ledger.admit("a", 0);
            ledger.admit("b", 1);
            ledger.commit(lsn(209 + 10L * i), NOW);
            ledger.handOver("b", 1).release();
        }

        assertThat(ledger.heldEvents("a")).isEqualTo(10_000);
        assertThat(ledger.openReceipts()).isZero();
        assertThat(script.confirmable()).isEqualTo(100);
    }
}
