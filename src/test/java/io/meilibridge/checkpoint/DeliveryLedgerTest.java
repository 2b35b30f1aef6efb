package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.Lsn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final DeliveryLedger ledger = ledger("a", "b");

    private static DeliveryLedger ledger(String... tasks) {
        List<Checkpoint> starts = new ArrayList<>();
        Arrays.stream(tasks).forEach(task -> starts.add(Checkpoint.at(task, lsn(100), NOW)));
        return new DeliveryLedger(lsn(100), starts, CLOCK);
    }

    private static Lsn lsn(long value) {
        return new Lsn(value);
    }

    private static Instant at(long lsn) {
        return NOW.plusMillis(lsn);
    }

    /// One transaction with one change for each named task.
    private void transaction(long commitLsn, long endLsn, String... tasks) {
        ledger.begin(lsn(commitLsn), (int) commitLsn);
        long ordinal = 0;
        for (String task : tasks) {
            assertThat(ledger.admit(task, ordinal++)).isEqualTo(Admission.TAKE);
        }
        ledger.commit(lsn(endLsn), at(endLsn));
    }

    private long checkpointOf(String task) {
        return ledger.checkpoint(task).lsn().value();
    }

    private long confirmable() {
        return ledger.confirmable().value();
    }

    @Test
    void without_changes_all_follow_the_commits() {
        transaction(110, 120);

        assertThat(checkpointOf("a")).isEqualTo(120);
        assertThat(confirmable()).isEqualTo(120);
        assertThat(ledger.streamEnd()).isEqualTo(lsn(120));
    }

    @Test
    void an_open_receipt_holds_its_task_before_its_first_transaction() {
        transaction(110, 120);
        transaction(130, 140, "a");
        transaction(140, 150, "a", "b");
        Receipt a = ledger.handOver("a", 10);
        Receipt b = ledger.handOver("b", 20);

        assertThat(checkpointOf("a")).isEqualTo(120);
        assertThat(checkpointOf("b")).isEqualTo(140);
        assertThat(confirmable()).isEqualTo(120);

        b.release();
        assertThat(checkpointOf("b")).isEqualTo(150);
        assertThat(confirmable()).isEqualTo(120);

        a.release();
        assertThat(confirmable()).isEqualTo(150);
    }

    @Test
    void a_change_is_covered_from_its_admission_on() {
        transaction(110, 120, "a");

        assertThat(confirmable()).isEqualTo(100);
        ledger.handOver("a", 1).release();
        assertThat(confirmable()).isEqualTo(120);
    }

    @Test
    void a_transaction_in_several_chunks_is_settled_with_its_last() {
        ledger.begin(lsn(110), 1);
        ledger.admit("a", 0);
        Receipt first = ledger.handOver("a", 1);
        ledger.admit("a", 1);
        Receipt second = ledger.handOver("a", 1);
        first.release();

        assertThat(confirmable()).isEqualTo(100);
        second.release();
        assertThat(confirmable()).isEqualTo(100);
        ledger.commit(lsn(120), at(120));
        assertThat(confirmable()).isEqualTo(120);
    }

    @Test
    void receipts_released_out_of_order_wait_for_the_oldest() {
        transaction(110, 120, "a");
        Receipt first = ledger.handOver("a", 1);
        transaction(120, 130, "a");
        Receipt second = ledger.handOver("a", 1);
        transaction(130, 140, "a");
        Receipt third = ledger.handOver("a", 1);

        second.release();
        assertThat(checkpointOf("a")).isEqualTo(100);
        first.release();
        assertThat(checkpointOf("a")).isEqualTo(130);
        third.release();
        assertThat(checkpointOf("a")).isEqualTo(140);
    }

    @Test
    void a_checkpoint_tells_its_transaction_and_what_was_settled() {
        transaction(110, 120, "a", "a");
        ledger.handOver("a", 1).release();

        assertThat(ledger.checkpoint("a"))
                .isEqualTo(new Checkpoint("a", lsn(120), 110, at(120), NOW, 2));
    }

    @Test
    void releasing_is_idempotent() {
        transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 10);
        receipt.release();
        receipt.release();
        receipt.abandon();

        assertThat(ledger.inFlightBytes()).isZero();
        assertThat(ledger.inFlightEvents()).isZero();
        assertThat(ledger.checkpoint("a").events()).isEqualTo(1);
        assertThat(ledger.endedReceipts()).isEqualTo(1);
        assertThat(ledger.hasAttached()).isTrue();
        assertThat(receipt.task()).isEqualTo("a");
    }

    @Test
    void keepalives_move_only_what_is_caught_up_and_only_between_transactions() {
        transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 1);
        ledger.keepalive(lsn(500));
        assertThat(checkpointOf("a")).isEqualTo(100);
        assertThat(checkpointOf("b")).isEqualTo(500);

        ledger.begin(lsn(510), 1);
        ledger.keepalive(lsn(600));
        assertThat(checkpointOf("b")).isEqualTo(500);
        ledger.commit(lsn(520), at(520));
        ledger.keepalive(lsn(300));
        receipt.release();

        assertThat(confirmable()).isEqualTo(520);
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
    void a_task_that_is_not_enabled_takes_nothing() {
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("c", 0)).isEqualTo(Admission.NOT_ENABLED);
        assertThat(ledger.skips("c", lsn(1))).isFalse();
    }

    @Test
    void a_detached_task_stands_while_others_go_on() {
        transaction(110, 120);
        ledger.detach("a");
        ledger.begin(lsn(130), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.HELD);
        assertThat(ledger.admit("b", 1)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(140), at(140));
        ledger.handOver("b", 1).release();
        ledger.keepalive(lsn(150));

        assertThat(checkpointOf("a")).isEqualTo(120);
        assertThat(checkpointOf("b")).isEqualTo(150);
        assertThat(confirmable()).isEqualTo(120);
        assertThat(ledger.heldEvents("a")).isEqualTo(1);
    }

    @Test
    void a_late_release_moves_a_detached_task_up_to_what_it_lost_at_most() {
        transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 1);
        transaction(120, 130);
        ledger.detach("a");
        ledger.begin(lsn(130), 1);
        ledger.admit("a", 0);
        ledger.commit(lsn(140), at(140));

        assertThat(checkpointOf("a")).isEqualTo(100);
        receipt.release();
        assertThat(checkpointOf("a")).isEqualTo(130);
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
        assertThat(confirmable()).isEqualTo(100);
        b.release();
        assertThat(confirmable()).isEqualTo(120);
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
        transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 1);
        ledger.detach("a");
        ledger.attach("a");
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.REPEATED);
        ledger.commit(lsn(120), at(120));

        assertThat(checkpointOf("a")).isEqualTo(100);
        receipt.release();
        assertThat(checkpointOf("a")).isEqualTo(120);
    }

    @Test
    void an_abandoned_run_detaches_its_task_and_comes_again() {
        transaction(110, 120, "a");
        Receipt first = ledger.handOver("a", 5);
        transaction(120, 130, "a");
        Receipt second = ledger.handOver("a", 5);
        transaction(130, 140, "a");
        Receipt third = ledger.handOver("a", 5);
        second.abandon();

        assertThat(ledger.inFlightBytes()).isEqualTo(10);
        first.release();
        assertThat(checkpointOf("a")).isEqualTo(120);

        ledger.attach("a");
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(120), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(130), at(130));
        third.release();
        assertThat(checkpointOf("a")).isEqualTo(120);
        assertThat(ledger.inFlightBytes()).isZero();
        ledger.handOver("a", 5).release();
        assertThat(checkpointOf("a")).isEqualTo(130);
    }

    @Test
    void what_was_taken_but_not_handed_over_is_taken_again() {
        transaction(110, 120, "a");
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
        assertThat(confirmable()).isEqualTo(120);
        ledger.handOver("a", 1).release();
        assertThat(confirmable()).isEqualTo(130);
    }

    @Test
    void a_commit_whose_changes_were_not_handed_over_is_not_settled_by_a_reopen() {
        transaction(110, 120, "a");
        ledger.onReopen(lsn(100));

        assertThat(confirmable()).isEqualTo(100);
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
    void a_disabled_task_pins_nothing() {
        transaction(110, 120, "a");
        Receipt receipt = ledger.handOver("a", 7);
        ledger.disable("a");

        assertThat(confirmable()).isEqualTo(120);
        assertThat(ledger.inFlightBytes()).isEqualTo(7);
        receipt.release();
        assertThat(ledger.inFlightBytes()).isZero();
        assertThatThrownBy(() -> ledger.checkpoint("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
    }

    @Test
    void a_task_disabled_inside_a_chunk_can_still_be_handed_over() {
        transaction(110, 120, "a");
        ledger.disable("a");
        ledger.handOver("a", 7).release();

        assertThat(ledger.inFlightBytes()).isZero();
        assertThat(confirmable()).isEqualTo(120);
    }

    @Test
    void without_tasks_the_stream_itself_is_confirmed() {
        ledger.disable("a");
        ledger.disable("b");
        transaction(110, 120);

        assertThat(ledger.watermark().confirmable()).isEqualTo(lsn(120));
        assertThat(ledger.hasAttached()).isFalse();
    }

    @Test
    void a_task_is_placed_back_and_its_old_receipts_count_no_more() {
        transaction(110, 120, "a");
        Receipt old = ledger.handOver("a", 1);
        transaction(120, 130, "a");
        ledger.handOver("a", 1).release();
        ledger.place(Checkpoint.at("a", lsn(115), NOW));
        old.release();

        assertThat(checkpointOf("a")).isEqualTo(115);
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.COVERED);
        ledger.commit(lsn(120), at(120));
        ledger.begin(lsn(120), 2);
        assertThat(ledger.admit("a", 0)).isEqualTo(Admission.TAKE);
        ledger.commit(lsn(130), at(130));
        assertThat(checkpointOf("a")).isEqualTo(120);
    }

    @Test
    void a_detached_task_that_is_placed_stays_detached() {
        ledger.detach("a");
        ledger.place(Checkpoint.at("a", lsn(400), NOW));

        assertThat(ledger.wantsReopen()).isFalse();
        assertThat(checkpointOf("a")).isEqualTo(400);
    }

    @Test
    void a_task_can_be_enabled_while_running() {
        transaction(110, 120);
        ledger.place(Checkpoint.at("c", lsn(110), NOW));

        assertThat(confirmable()).isEqualTo(110);
        ledger.onReopen(lsn(100));
        ledger.begin(lsn(110), 1);
        assertThat(ledger.admit("c", 0)).isEqualTo(Admission.TAKE);
    }

    @Test
    void no_task_is_placed_before_what_may_have_been_confirmed() {
        transaction(110, 120);
        ledger.place(Checkpoint.at("a", lsn(100), NOW));
        ledger.onReopen(lsn(100));
        transaction(110, 120);
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

    @Test
    void the_reader_waits_for_room_until_a_release_makes_it() throws InterruptedException {
        transaction(110, 120, "a", "a", "a");
        Receipt receipt = ledger.handOver("a", 1_000);

        assertThat(ledger.inFlightEvents()).isEqualTo(3);
        assertThat(ledger.awaitRoom(1_000, 0, Duration.ofMillis(1))).isFalse();
        assertThat(ledger.awaitRoom(2_000, 3, Duration.ofMillis(1))).isFalse();
        assertThat(ledger.awaitRoom(1_001, 4, Duration.ofMillis(1))).isTrue();

        Thread settler = Thread.ofVirtual().start(receipt::release);
        assertThat(ledger.awaitRoom(1_000, 0, Duration.ofSeconds(20))).isTrue();
        settler.join();
    }

    @Test
    void a_reader_without_room_hears_of_a_task_that_returns() throws InterruptedException {
        transaction(110, 120, "a");
        ledger.handOver("a", 1_000);
        ledger.detach("b");
        Thread operator = Thread.ofVirtual().start(() -> ledger.attach("b"));

        assertThat(ledger.awaitReopenWanted(Duration.ofSeconds(20))).isTrue();
        assertThat(ledger.awaitRoom(1, 0, Duration.ofSeconds(20))).isFalse();
        operator.join();
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
        assertThat(confirmable()).isEqualTo(100);
    }
}
