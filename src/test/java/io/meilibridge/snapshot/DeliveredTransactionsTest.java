package io.meilibridge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.replication.SnapshotView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveredTransactionsTest {

    private final DeliveredTransactions delivered = new DeliveredTransactions();

    @Test
    void a_delivered_transaction_that_still_runs_is_unseen() {
        delivered.delivered(705);
        delivered.delivered(703);

        assertThat(delivered.unseen(SnapshotView.parse("703:710:703,704"))).containsExactly(703L);
        assertThat(delivered.unseen(SnapshotView.parse("704:710:704"))).isEmpty();
    }

    @Test
    void a_delivered_transaction_that_the_snapshot_knows_nothing_of_is_unseen() {
        delivered.delivered(712);

        assertThat(delivered.unseen(SnapshotView.parse("710:711:"))).containsExactly(712L);
        assertThat(delivered.unseen(SnapshotView.parse("713:713:"))).isEmpty();
    }

    @Test
    void what_ran_when_the_stream_was_opened_is_suspect_until_it_ends() {
        delivered.suspect(SnapshotView.parse("700:720:700,701"));

        Set<Long> whileBoth = delivered.unseen(SnapshotView.parse("700:725:700,701,722"));
        delivered.acquit(Set.of(700L));
        Set<Long> withoutOne = delivered.unseen(SnapshotView.parse("700:725:700,701,722"));
        Set<Long> afterBoth = delivered.unseen(SnapshotView.parse("722:725:722"));

        assertThat(whileBoth).containsExactlyInAnyOrder(700L, 701L);
        assertThat(withoutOne).containsExactly(701L);
        assertThat(afterBoth).isEmpty();
    }

    @Test
    void ids_are_compared_around_their_end() {
        long wrap = 1L << 32;
        delivered.delivered(-2);
        delivered.delivered(3);

        SnapshotView view = new SnapshotView(wrap - 2, wrap + 5, List.of(wrap - 2));

        assertThat(delivered.unseen(view)).containsExactly(wrap - 2);
    }

    @Test
    void an_old_id_is_not_taken_for_a_new_one_of_the_same_place() {
        int far = (1 << 20) + 500;
        delivered.delivered(500);
        delivered.delivered(far + 10);

        Set<Long> unseen = delivered.unseen(SnapshotView.parse(far + ":" + (far + 11) + ":" + far));

        assertThat(unseen).isEmpty();
    }

    @Test
    void what_is_too_old_to_be_known_counts_as_delivered() {
        int far = (1 << 20) + 500;
        delivered.delivered(400);
        delivered.delivered(far);

        assertThat(delivered.unseen(SnapshotView.parse("450:" + (far + 1) + ":450")))
                .containsExactly(450L);
    }
}
