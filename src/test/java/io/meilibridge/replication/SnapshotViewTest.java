package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotViewTest {

    @Test
    void ended_transactions_are_seen_and_running_or_later_ones_are_not() {
        SnapshotView view = SnapshotView.parse("10:20:10,14,15");

        assertThat(view.hasSeen(9)).isTrue();
        assertThat(view.hasSeen(11, 13, 19)).isTrue();
        assertThat(view.hasSeen()).isTrue();
        assertThat(view.hasSeen(10)).isFalse();
        assertThat(view.hasSeen(11, 14)).isFalse();
        assertThat(view.hasSeen(20)).isFalse();
        assertThat(view.hasSeen(21)).isFalse();
    }

    @Test
    void a_snapshot_with_nothing_running_sees_all_before_it() {
        SnapshotView view = SnapshotView.parse("748:748:");

        assertThat(view.hasSeen(747)).isTrue();
        assertThat(view.hasSeen(748)).isFalse();
    }

    @Test
    void ids_are_extended_across_the_turn_of_their_lower_half() {
        // 2³² × 3 + 5: the ids shortly before have the lower halves 4, …, 0, 4294967295, …
        SnapshotView view = SnapshotView.parse("12884901885:12884901893:12884901885,12884901890");

        assertThat(view.hasSeen(-4)).isTrue();
        assertThat(view.hasSeen(-3)).isFalse();
        assertThat(view.hasSeen(-1, 0, 1, 3, 4)).isTrue();
        assertThat(view.hasSeen(2)).isFalse();
        assertThat(view.hasSeen(5)).isFalse();
    }
}
