package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.document.IndexUid;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IndexLaneTest {

    private final AtomicLong nanos = new AtomicLong(1_000_000_000);
    private final IndexLane lane =
            new IndexLane(new IndexUid("products"), Duration.ofMillis(4), 6, nanos::get);

    private void passMillis(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void an_idle_lane_is_taken_at_once_and_by_one_batch() {
        assertThat(lane.tryReserve()).isTrue();
        passMillis(10);
        assertThat(lane.tryReserve()).isFalse();
        lane.release();
        assertThat(lane.tryReserve()).isTrue();
    }

    @Test
    void the_pace_holds_the_next_batch_back_and_says_for_how_long() {
        assertThat(lane.tryReserve()).isTrue();
        assertThat(lane.untilDue()).isZero();
        lane.release();
        passMillis(1);
        assertThat(lane.tryReserve()).isFalse();
        assertThat(lane.untilDue()).isEqualTo(Duration.ofMillis(3));
        passMillis(3);
        assertThat(lane.tryReserve()).isTrue();
    }

    @Test
    void four_unfinished_tasks_hold_the_next_batch_back_until_one_ends() {
        AtomicInteger told = new AtomicInteger();
        lane.onFree(told::incrementAndGet);
        for (int i = 0; i < 4; i++) {
            lane.taskOpened();
        }
        passMillis(10);
        assertThat(lane.tryReserve()).isFalse();
        assertThat(lane.untilDue()).isZero();
        lane.taskClosed();
        assertThat(told).hasValue(1);
        assertThat(lane.tryReserve()).isTrue();
    }

    @Test
    void a_full_batch_takes_its_place_behind_another() {
        assertThat(lane.tryReserve()).isTrue();
        lane.reserve();
        lane.release();
        passMillis(10);
        assertThat(lane.tryReserve()).isFalse();
        lane.release();
        assertThat(lane.tryReserve()).isTrue();
    }

    @Test
    void sending_waits_while_too_many_tasks_are_unfinished() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            lane.taskOpened();
        }
        assertThat(lane.awaitRoom(Duration.ofMillis(5))).isFalse();
        lane.taskClosed();
        assertThat(lane.awaitRoom(Duration.ofMillis(5))).isTrue();
        assertThat(lane.awaitQuiet(Duration.ofMillis(5))).isFalse();
    }
}
