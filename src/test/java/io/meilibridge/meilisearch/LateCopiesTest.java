package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.document.DocumentChange.Delete;
import io.meilibridge.document.DocumentId;
import io.meilibridge.event.Lsn;
import io.meilibridge.event.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateCopiesTest {

    private static final String ORIGIN = "shop/slot";
    private static final Position AT = new Position(new Lsn(16), 0);

    private long nanos = 3;
    private final LateCopies copies = new LateCopies(() -> nanos);
    private final String mark = copies.mark("shop/slot/k/7");

    private static Piece piece(String... ids) {
        return new Piece.Changes(
                Operation.DELETE,
                Stream.of(ids).map(id -> new Delete(AT, new DocumentId(id))).toList());
    }

    private static TaskView task(long uid, String metadata) {
        return new TaskView(
                uid, TaskView.Status.SUCCEEDED, "", "", Duration.ZERO, 1, "t", metadata);
    }

    private Optional<LateCopies.Late> judge(long uid, String metadata) {
        return copies.judge(task(uid, metadata), ORIGIN);
    }

    @Test
    void a_copy_after_its_resend_is_late() {
        copies.doubtful(mark, "item", piece("1", "2"));
        copies.told(mark, 10);

        assertThat(judge(10, mark)).isEmpty();
        assertThat(judge(12, mark))
                .hasValueSatisfying(late -> {
                    assertThat(late.task()).isEqualTo("item");
                    assertThat(late.ids()).containsExactly("1", "2");
                });
        assertThat(copies.isInDoubt()).as("both tries are accounted for").isFalse();
    }

    @Test
    void a_copy_before_its_resend_does_no_harm() {
        copies.doubtful(mark, "item", piece("1"));
        copies.told(mark, 10);

        assertThat(judge(9, mark)).isEmpty();
        assertThat(copies.isInDoubt()).isFalse();
    }

    @Test
    void each_try_may_come() {
        copies.doubtful(mark, "item", piece("1"));
        copies.doubtful(mark, "item", piece("1"));
        copies.told(mark, 10);

        assertThat(judge(9, mark)).isEmpty();
        assertThat(copies.isInDoubt()).isTrue();
        assertThat(judge(11, mark)).isPresent();
        assertThat(copies.isInDoubt()).isFalse();
    }

    @Test
    void what_was_never_sent_again_is_late_whenever_it_comes() {
        copies.doubtful(mark, "item", piece("1"));

        assertThat(judge(1, mark)).isPresent();
    }

    @Test
    void ids_that_are_too_many_or_all_are_not_known() {
        String[] many = new String[LateCopies.IDS_MAX];
        for (int i = 0; i < many.length; i++) {
            many[i] = String.valueOf(i);
        }
        String second = copies.mark("shop/slot/k/8");
        String third = copies.mark("shop/slot/k/9");
        copies.doubtful(mark, "item", piece(many));
        copies.doubtful(second, "item", piece("1"));
        copies.doubtful(third, "item", new Piece.ClearIndex());

        assertThat(judge(4, second).orElseThrow().ids()).isNull();
        assertThat(judge(5, third).orElseThrow().ids()).isNull();
        assertThat(judge(3, mark).orElseThrow().ids()).hasSize(many.length);
        copies.doubtful(second, "item", piece("1"));
        assertThat(judge(6, second).orElseThrow().ids()).containsExactly("1");
    }

    @Test
    void a_doubt_ends() {
        copies.doubtful(mark, "item", piece("1"));
        nanos += LateCopies.DOUBT.toNanos();
        assertThat(copies.isInDoubt()).isTrue();
        nanos += 1;
        assertThat(copies.isInDoubt()).isFalse();
    }

    @Test
    void what_another_process_sent_is_late_after_the_first_of_ours() {
        copies.told(mark, 10);

        assertThat(judge(9, "shop/slot/j/99/1")).as("before ours").isEmpty();
        assertThat(judge(11, "shop/slot/j/99/1"))
                .hasValueSatisfying(late -> {
                    assertThat(late.task()).isEmpty();
                    assertThat(late.ids()).isNull();
                });
        assertThat(judge(12, "shop/slot/k/1/2")).as("ours").isEmpty();
        assertThat(judge(13, "shop/slot/l/1/2")).as("of one that took over").isEmpty();
        assertThat(judge(14, "shop/other/j/99/1")).as("of another slot").isEmpty();
        assertThat(judge(15, "")).isEmpty();
        assertThat(judge(16, "somebody's")).isEmpty();
    }

    @Test
    void an_epoch_that_changes_in_the_process_leaves_earlier_ones_ours() {
        copies.told("shop/slot/5/1/1", 10);
        copies.told("shop/slot/7/2/2", 20);

        assertThat(judge(21, "shop/slot/5/1/3")).isEmpty();
        assertThat(judge(15, "shop/slot/6/9/9")).as("before ours").isEmpty();
        assertThat(judge(22, "shop/slot/6/9/9")).as("of who had it between").isPresent();
    }

    @Test
    void a_later_process_takes_over_what_is_in_doubt() {
        copies.doubtful(mark, "item", piece("1"));
        copies.told(mark, 10);
        String other = copies.mark("shop/slot/k/8");
        copies.doubtful(other, "other", piece("2"));

        LateCopies later = new LateCopies(() -> nanos);
        later.remember("item", copies.text("item"));

        assertThat(later.firstOf(ORIGIN)).isEqualTo(10);
        assertThat(later.judge(task(10, mark), ORIGIN)).isEmpty();
        assertThat(later.judge(task(12, mark), ORIGIN))
                .hasValueSatisfying(late -> {
                    assertThat(late.task()).isEqualTo("item");
                    assertThat(late.ids()).isNull();
                });
        assertThat(later.text("item")).isEmpty();
    }

    /// A server that takes tries at any later time, and writes that wait for nothing: in the end
    /// every document that is not what was sent last has been found.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void every_document_that_a_copy_made_old_is_found(long seed) {
        Random random = new Random(seed);
        record Held(String mark, String id, int version) {}
        List<Held> held = new ArrayList<>();
        Map<Long, String> marks = new HashMap<>();
        Map<String, Integer> index = new HashMap<>();
        Map<String, Integer> wanted = new HashMap<>();
        long uid = 0;
        long lookedTo = -1;
        for (int i = 0; i < 3000; i++) {
            String id = String.valueOf(random.nextInt(5));
            String sent = copies.mark("shop/slot/k/" + i);
            while (random.nextInt(5) == 0) {
                copies.doubtful(sent, "item", piece(id));
                held.add(new Held(sent, id, i));
            }
            marks.put(uid, sent);
            copies.told(sent, uid++);
            index.put(id, i);
            wanted.put(id, i);
            while (!held.isEmpty() && random.nextInt(3) == 0) {
                Held late = held.remove(random.nextInt(held.size()));
                marks.put(uid++, late.mark());
                index.put(late.id(), late.version());
            }
            if (random.nextInt(20) == 0) {
                for (long seen = lookedTo + 1; seen < uid; seen++) {
                    judge(seen, String.valueOf(marks.get(seen)))
                            .map(LateCopies.Late::ids)
                            .ifPresent(ids -> ids.forEach(old -> index.put(old, wanted.get(old))));
                }
                lookedTo = uid - 1;
                assertThat(index).isEqualTo(wanted);
            }
        }
    }
}
