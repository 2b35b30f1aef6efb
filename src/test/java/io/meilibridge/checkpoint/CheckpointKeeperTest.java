package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.event.Lsn;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointKeeperTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Lsn START = new Lsn(100);
    private static final FlushSettings SELDOM = new FlushSettings(Duration.ofHours(1), 1_000);

    private final FakeStore store = new FakeStore();
    private final Ear ear = new Ear();
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    START,
                    List.of(Checkpoint.at("a", START, NOW), Checkpoint.at("b", START, NOW)),
                    Clock.fixed(NOW, ZoneOffset.UTC));
    private Runnable before = () -> {};
    private @Nullable CheckpointKeeper started;

    @AfterEach
    void close() {
        if (started != null) {
            started.close();
        }
    }

    private CheckpointKeeper keeper(FlushSettings settings) {
        SourceIdentity identity = new SourceIdentity("shop", "7", 1, "slot", START);
        CheckpointKeeper keeper =
                new CheckpointKeeper(store, ledger, identity, settings, ear, before);
        started = keeper;
        return keeper;
    }

    private Receipt change(String task, long commitLsn) {
        ledger.begin(new Lsn(commitLsn), 1);
        ledger.admit(task, 0);
        ledger.commit(new Lsn(commitLsn + 5), NOW);
        return ledger.handOver(task, 1);
    }

    private Lsn stored(String task) {
        return Objects.requireNonNull(store.checkpoints().get(task)).lsn();
    }

    @Test
    void the_starting_position_is_stored_before_anything_is_confirmed() {
        keeper(SELDOM).flush();

        assertThat(store.identity("shop")).map(SourceIdentity::confirmed).contains(START);
        assertThat(store.checkpoints()).containsOnlyKeys("a", "b");
        assertThat(ear.moved).isEmpty();
    }

    @Test
    void what_has_to_stand_before_a_position_is_stored_once_it_is_decided_on() {
        Receipt late = change("a", 110);
        List<Lsn> stored = new ArrayList<>();
        before =
                () -> {
                    stored.add(store.identity("shop").map(SourceIdentity::confirmed).orElse(START));
                    late.release();
                };
        CheckpointKeeper keeper = keeper(SELDOM);

        assertThat(keeper.flush()).isEqualTo(START);
        assertThat(keeper.flush()).isEqualTo(new Lsn(115));

        assertThat(stored).containsExactly(START, START);
    }

    @Test
    void no_position_is_stored_without_what_has_to_stand_before_it() {
        CheckpointKeeper keeper = keeper(SELDOM);
        keeper.flush();
        before =
                () -> {
                    throw new CheckpointException(ErrorCode.STORE_UNAVAILABLE, "Away.", "Wait.");
                };
        keeper.close();
        CheckpointKeeper next = keeper(SELDOM);
        change("a", 110).release();

        assertThat(next.flush()).isEqualTo(START);
        assertThat(stored("a")).isEqualTo(START);
        assertThat(next.fault()).isPresent();
    }

    @Test
    void what_is_confirmed_was_stored_before() {
        CheckpointKeeper keeper = keeper(SELDOM);
        keeper.flush();
        Receipt receipt = change("a", 110);
        keeper.flush();
        assertThat(keeper.confirmed()).isEqualTo(START);

        receipt.release();
        assertThat(keeper.confirmed()).isEqualTo(START);
        store.beforeChange =
                () -> assertThat(keeper.confirmed()).as("while it is stored").isEqualTo(START);
        keeper.flush();

        assertThat(keeper.confirmed()).isEqualTo(new Lsn(115));
        assertThat(store.identity("shop")).map(SourceIdentity::confirmed).contains(new Lsn(115));
        assertThat(stored("a")).isEqualTo(new Lsn(115));
        assertThat(ear.moved).containsExactly(new Lsn(115));
    }

    @Test
    void keepalives_are_stored_before_they_are_confirmed_too() {
        CheckpointKeeper keeper = keeper(SELDOM);
        ledger.keepalive(new Lsn(500));
        keeper.flush();

        assertThat(store.identity("shop")).map(SourceIdentity::confirmed).contains(new Lsn(500));
        assertThat(keeper.confirmed()).isEqualTo(new Lsn(500));
    }

    @Test
    void nothing_new_is_not_stored_again() {
        CheckpointKeeper keeper = keeper(SELDOM);
        keeper.flush();
        int changes = store.changes;
        keeper.flush();

        assertThat(store.changes).isEqualTo(changes);
    }

    @Test
    void a_checkpoint_is_stored_also_while_another_holds_back_the_confirmation() {
        CheckpointKeeper keeper = keeper(SELDOM);
        change("b", 110);
        change("a", 120).release();
        keeper.flush();

        assertThat(stored("a")).isEqualTo(new Lsn(125));
        assertThat(keeper.confirmed()).isEqualTo(START);
    }

    @Test
    void a_store_that_is_down_stops_confirmation_and_is_reported_once() {
        CheckpointKeeper keeper = keeper(SELDOM);
        keeper.flush();
        store.down = true;
        change("a", 110).release();
        keeper.flush();
        change("a", 120).release();
        keeper.flush();

        assertThat(keeper.confirmed()).isEqualTo(START);
        assertThat(keeper.fault())
                .hasValueSatisfying(
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        assertThat(ear.failures).hasSize(1);

        store.down = false;
        keeper.flush();
        assertThat(keeper.confirmed()).isEqualTo(new Lsn(125));
        assertThat(keeper.fault()).isEmpty();
        assertThat(ear.recoveries).isEqualTo(1);
    }

    @Test
    void a_store_that_breaks_its_contract_stops_confirmation_too() {
        CheckpointKeeper keeper = keeper(SELDOM);
        store.beforeChange =
                () -> {
                    throw new IllegalStateException("not what stores do");
                };
        ledger.keepalive(new Lsn(500));
        keeper.flush();

        assertThat(keeper.confirmed()).isEqualTo(START);
        assertThat(ear.failures).hasSize(1);
    }

    @Test
    void a_moved_watermark_is_confirmed_within_a_second_whatever_the_interval()
            throws InterruptedException {
        CheckpointKeeper keeper = keeper(SELDOM);
        keeper.start();
        change("a", 110).release();

        // The interval is an hour; a busy machine gets some seconds.
        assertThat(ear.awaitMoved(new Lsn(115))).isTrue();
    }

    @Test
    void enough_ended_receipts_do_not_wait() throws InterruptedException {
        CheckpointKeeper keeper = keeper(new FlushSettings(Duration.ofHours(1), 2));
        keeper.start();
        change("a", 110).release();
        change("a", 120).release();

        assertThat(ear.awaitMoved(new Lsn(125))).isTrue();
    }

    @Test
    void it_tries_again_by_itself_when_the_store_was_down() throws InterruptedException {
        store.down = true;
        CheckpointKeeper keeper = keeper(new FlushSettings(Duration.ofMillis(10), 1));
        keeper.start();
        assertThat(ear.failedLater.poll(10, TimeUnit.SECONDS)).isNotNull();
        change("a", 110).release();
        store.down = false;

        assertThat(ear.awaitMoved(new Lsn(115))).isTrue();
    }

    @Test
    void closing_saves_a_last_time() {
        CheckpointKeeper keeper = keeper(SELDOM);
        keeper.start();
        change("a", 110).release();
        keeper.close();
        keeper.close();

        assertThat(keeper.confirmed()).isEqualTo(new Lsn(115));
        assertThat(stored("a")).isEqualTo(new Lsn(115));
        change("a", 120).release();
        assertThat(keeper.flush()).isEqualTo(new Lsn(115));
        assertThatThrownBy(keeper::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closing_with_the_store_down_confirms_nothing_and_returns() {
        CheckpointKeeper keeper = keeper(SELDOM);
        keeper.flush();
        store.down = true;
        change("a", 110).release();
        keeper.close();

        assertThat(keeper.confirmed()).isEqualTo(START);
        assertThat(keeper.fault()).isPresent();
    }

    @Test
    void a_task_placed_back_is_stored_and_held_there() {
        CheckpointKeeper keeper = keeper(SELDOM);
        change("b", 105);
        change("a", 110).release();
        keeper.flush();
        keeper.place(Checkpoint.at("a", new Lsn(105), NOW));

        assertThat(stored("a")).isEqualTo(new Lsn(105));
        keeper.flush();
        assertThat(stored("a")).isEqualTo(new Lsn(105));
        assertThat(ledger.checkpoint("a").lsn()).isEqualTo(new Lsn(105));
    }

    @Test
    void a_task_cannot_be_placed_before_the_confirmed_lsn_or_without_a_store() {
        CheckpointKeeper keeper = keeper(SELDOM);
        ledger.keepalive(new Lsn(500));
        keeper.flush();

        assertThatThrownBy(() -> keeper.place(Checkpoint.at("a", new Lsn(499), NOW)))
                .isInstanceOf(IllegalArgumentException.class);
        store.down = true;
        assertThatThrownBy(() -> keeper.place(Checkpoint.at("a", new Lsn(600), NOW)))
                .isInstanceOf(CheckpointException.class);
        assertThat(stored("a")).isEqualTo(new Lsn(500));
        assertThat(ledger.checkpoint("a").lsn()).isEqualTo(new Lsn(500));
    }

    @Test
    void a_removed_task_is_forgotten_and_pins_nothing() {
        CheckpointKeeper keeper = keeper(SELDOM);
        change("a", 110);
        keeper.flush();
        keeper.remove("a");
        keeper.flush();

        assertThat(store.checkpoints()).containsOnlyKeys("b");
        assertThat(keeper.confirmed()).isEqualTo(new Lsn(115));
    }

    private static final class FakeStore implements CheckpointStore {

        private final MemoryStore memory = new MemoryStore();
        private volatile boolean down;
        private volatile Runnable beforeChange = () -> {};
        private volatile int changes;

        @Override
        public boolean survivesRestart() {
            return true;
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public StoreContents contents() {
            return memory.contents();
        }

        @Override
        public synchronized void change(UnaryOperator<StoreContents> change) {
            beforeChange.run();
            if (down) {
                throw new CheckpointException(ErrorCode.STORE_UNAVAILABLE, "It is down.", "");
            }
            changes = changes + 1;
            memory.change(change);
        }

        @Override
        public void close() {}
    }

    private static final class Ear implements CheckpointListener {

        private final List<Lsn> moved = Collections.synchronizedList(new ArrayList<>());
        private final LinkedBlockingQueue<Lsn> movedLater = new LinkedBlockingQueue<>();
        private final List<CheckpointException> failures =
                Collections.synchronizedList(new ArrayList<>());
        private final LinkedBlockingQueue<CheckpointException> failedLater =
                new LinkedBlockingQueue<>();
        private volatile int recoveries;

        @Override
        public void confirmedMoved(Lsn confirmed) {
            moved.add(confirmed);
            movedLater.add(confirmed);
        }

        @Override
        public void storeFailed(CheckpointException fault) {
            failures.add(fault);
            failedLater.add(fault);
        }

        @Override
        public synchronized void storeRecovered() {
            recoveries = recoveries + 1;
        }

        boolean awaitMoved(Lsn wanted) throws InterruptedException {
            while (!moved.contains(wanted)) {
                if (movedLater.poll(10, TimeUnit.SECONDS) == null) {
                    return moved.contains(wanted);
                }
            }
            return true;
        }
    }
}
