package io.meilibridge.telemetry.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.ChangeEvent;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Operation;
import io.meilibridge.event.Position;
import io.meilibridge.event.Relation;
import io.meilibridge.event.ReplicaIdentity;
import io.meilibridge.event.TableName;
import io.meilibridge.task.SeenChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventCaptureTest {

    private static final int FRAME_BYTES = 100;

    private final EventCapture capture = new EventCapture();

    private static List<SeenChange> changes(String table, int count, int bytes) {
        Relation relation =
                new Relation(1, new TableName("public", table), ReplicaIdentity.DEFAULT, List.of());
        List<SeenChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(
                    new SeenChange(
                            new ChangeEvent.Truncate(relation, new Position(new Lsn(9), i)),
                            7,
                            null,
                            bytes));
        }
        return changes;
    }

    private List<Long> ordinals() {
        return capture.events().stream()
                .map(each -> each.change().event().position().ordinal())
                .toList();
    }

    @Test
    void nothing_is_wanted_until_somebody_asks() {
        assertThat(capture.wantsChanges()).isFalse();

        capture.set(new EventCapture.Setting(true, Wanted.ALL, 10));
        assertThat(capture.wantsChanges()).isTrue();

        capture.set(new EventCapture.Setting(false, Wanted.ALL, 10));
        assertThat(capture.wantsChanges()).isFalse();
        Watcher watcher = capture.watch(Wanted.ALL);
        assertThat(capture.wantsChanges()).isTrue();
        watcher.close();
        watcher.close();
        assertThat(capture.wantsChanges()).isFalse();
        assertThat(capture.watchers()).isZero();
    }

    @Test
    void the_oldest_go_and_are_counted() {
        capture.set(new EventCapture.Setting(true, Wanted.ALL, 3));

        capture.changes("shop", changes("products", 5, FRAME_BYTES));

        assertThat(ordinals()).containsExactly(2L, 3L, 4L);
        assertThat(capture.total()).isEqualTo(5);
        assertThat(capture.dropped()).isEqualTo(2);
    }

    @Test
    void large_changes_are_kept_in_bounded_memory() {
        capture.set(new EventCapture.Setting(true, Wanted.ALL, 1000));

        capture.changes("shop", changes("products", 5, 3 << 20));

        assertThat(ordinals()).containsExactly(3L, 4L);
    }

    @Test
    void only_what_is_wanted_is_kept() {
        Wanted orders = new Wanted(Set.of(new TableName("public", "orders")), Set.of());
        capture.set(new EventCapture.Setting(true, orders, 10));

        capture.changes("shop", changes("products", 2, FRAME_BYTES));
        capture.changes("shop", changes("orders", 1, FRAME_BYTES));
        assertThat(capture.total()).isEqualTo(1);

        capture.set(
                new EventCapture.Setting(true, new Wanted(Set.of(), Set.of(Operation.INSERT)), 10));
        capture.changes("shop", changes("orders", 1, FRAME_BYTES));
        assertThat(capture.events()).isEmpty();
    }

    @Test
    void a_watcher_that_does_not_keep_up_misses_the_oldest() throws InterruptedException {
        try (Watcher watcher = capture.watch(Wanted.ALL)) {
            capture.changes("shop", changes("products", 1002, FRAME_BYTES));

            Captured first = Objects.requireNonNull(watcher.next(Duration.ofSeconds(5)));

            assertThat(first.change().event().position().ordinal()).isEqualTo(2);
            assertThat(capture.dropped()).isEqualTo(2);
            assertThat(capture.events()).as("nothing is kept for later").isEmpty();
        }
    }

    @Test
    void a_watcher_waits_no_longer_than_it_wants() throws InterruptedException {
        try (Watcher watcher = capture.watch(Wanted.ALL)) {
            assertThat(watcher.next(Duration.ofMillis(1))).isNull();
        }
    }
}
