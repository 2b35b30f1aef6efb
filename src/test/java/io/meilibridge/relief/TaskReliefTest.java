package io.meilibridge.relief;

import static io.meilibridge.relief.ReliefScene.delete;
import static io.meilibridge.relief.ReliefScene.patch;
import static io.meilibridge.relief.ReliefScene.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.checkpoint.MemoryStore;
import io.meilibridge.dev.meilisearch.Faults;
import io.meilibridge.document.DocumentChange;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What cannot be sent for long is put aside, settled by that, and sent in its order before
/// anything else; whatever fails meanwhile.
@Timeout(60)
class TaskReliefTest {

    private final MemoryStore notes = new MemoryStore();
    private final FakeReliefStore store = new FakeReliefStore();
    private final ReliefScene scene = new ReliefScene(notes, store);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_was_sent_and_is_not_settled_is_put_aside_first() throws InterruptedException {
        int first = sent(replace(1, "first"));
        scene.meilisearch.scheduler().pause();
        int sent = scene.send(replace(1, "sent"));
        scene.goesAway();
        int last = scene.send(replace(2, "b"));
        assertThat(scene.settled).containsExactly(first, sent, last);
        assertThat(scene.relief.entries()).isEqualTo(2);

        // It had been taken, is forgotten, and its outcome is of no account.
        scene.meilisearch.loseData();
        scene.meilisearch.scheduler().resume();
        scene.away = false;
        scene.drain();
        assertThat(scene.documents()).containsOnlyKeys("1", "2");
        assertThat(scene.settled).containsExactly(first, sent, last);
        assertThat(scene.task.stopped).isNull();
    }

    @Test
    void what_an_idle_task_has_not_settled_is_put_aside_too() throws InterruptedException {
        sent(replace(1, "first"));
        scene.meilisearch.scheduler().pause();
        int sent = scene.send(replace(1, "sent"));
        assertThat(scene.relief.hasWork()).isFalse();
        scene.goesAway();
        scene.anotherTaskFails();
        assertThat(scene.relief.hasWork()).isTrue();
        scene.relief.work();
        assertThat(scene.settled).contains(sent);
        assertThat(scene.relief.entries()).isEqualTo(1);
    }

    private int sent(DocumentChange change) throws InterruptedException {
        int number = scene.send(change);
        await(() -> scene.settled.contains(number));
        return number;
    }

    @Test
    void a_killed_process_loses_nothing_and_keeps_the_order() throws InterruptedException {
        scene.goesAway();
        scene.send(replace(1, "a"), replace(2, "a"));
        scene.send(replace(1, "b"));
        scene.send(delete(2));
        scene.restart(false);
        assertThat(scene.relief.entries()).isEqualTo(3);
        // Meilisearch goes away again before all of it is sent, and more is put aside.
        scene.goesAway();
        scene.relief.work();
        scene.send(replace(3, "c"));
        scene.restart(false);
        int last = scene.send(patch(1, "d"));

        await(() -> scene.settled.contains(last));
        assertThat(scene.documents()).containsOnlyKeys("1", "3");
        assertThat(value(1)).isEqualTo("{\"id\":1,\"v\":\"b\",\"p\":\"d\"}");
        assertThat(scene.losses).isEmpty();
        assertThat(store.queueCount()).isZero();
    }

    @Test
    void a_write_that_fails_turns_relief_off_and_settles_nothing() throws Exception {
        scene.goesAway();
        int kept = scene.send(replace(1, "kept"));
        store.appends = 0;
        store.writesAllTheSame = true;
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                scene.send(replace(1, "not kept"));
                            } catch (InterruptedException end) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await(() -> !scene.allowed.isOn());
        assertThat(scene.settled).containsExactly(kept);

        scene.away = false;
        waiting.join();
        int last = scene.send(replace(2, "direct"));
        await(() -> scene.settled.contains(last));
        assertThat(value(1)).isEqualTo("{\"id\":1,\"v\":\"not kept\"}");
        scene.goesAway();
        // What the failed write left behind is not sent by the next process.
        scene.away = false;
        scene.send(replace(1, "newest"));
        await(() -> scene.settled.size() == 4);
        scene.restart(false);
        scene.drain();
        assertThat(value(1)).isEqualTo("{\"id\":1,\"v\":\"newest\"}");
    }

    @Test
    void queues_that_are_gone_are_a_loss() throws InterruptedException {
        scene.goesAway();
        scene.send(replace(1, "a"));
        store.empty();
        scene.send(replace(1, "b"));
        scene.away = false;
        scene.drain();
        assertThat(scene.losses)
                .singleElement()
                .extracting(PipelineException::code)
                .isEqualTo(ErrorCode.RELIEF_LOST);
        assertThat(scene.relief.entries()).isZero();
        int last = scene.send(replace(1, "c"));
        await(() -> scene.settled.contains(last));
    }

    @Test
    void queues_that_are_gone_at_the_start_are_a_loss_also_while_meilisearch_is_away()
            throws InterruptedException {
        scene.goesAway();
        scene.send(replace(1, "a"));
        store.empty();
        scene.restart(false);
        scene.makesGood = false;
        scene.away = true;
        scene.relief.work();
        assertThat(scene.task.stopped).isNotNull();
        assertThat(notes.note("relief:item")).as("known after a restart too").isPresent();

        scene.restart(false);
        scene.makesGood = true;
        scene.relief.work();
        assertThat(scene.losses).hasSize(2);
        assertThat(notes.note("relief:item")).isEmpty();
    }

    @Test
    void what_another_process_has_settled_meanwhile_is_no_loss() throws InterruptedException {
        scene.goesAway();
        scene.send(replace(1, "a"));
        scene.send(replace(2, "b"));
        String queue = notes.note("relief:item").orElseThrow().split(" ", 2)[1];
        scene.restart(false);
        scene.away = true;
        scene.relief.work();
        store.done(queue, 1, 1);
        scene.away = false;
        scene.drain();
        assertThat(scene.losses).isEmpty();
        assertThat(scene.documents()).containsOnlyKeys("2");
    }

    @Test
    void a_task_that_begins_anew_drops_what_was_put_aside() throws InterruptedException {
        scene.goesAway();
        scene.send(replace(1, "a"));
        scene.restart(true);
        assertThat(scene.relief.entries()).isZero();
        assertThat(notes.note("relief:item")).isEmpty();
        scene.relief.work();
        assertThat(store.queueCount()).isZero();
    }

    @Test
    void nothing_is_put_aside_while_another_index_is_filled() throws Exception {
        scene.goesAway();
        scene.swaps = true;
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                scene.send(replace(1, "a"));
                            } catch (InterruptedException end) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await(() -> scene.destination.circuit().away().toSeconds() > 20);
        assertThat(scene.settled).isEmpty();
        assertThat(scene.relief.entries()).isZero();
        scene.away = false;
        waiting.join();
        await(() -> scene.settled.size() == 1);
        assertThat(scene.documents()).containsOnlyKeys("1");
    }

    @Test
    void what_goes_to_another_index_too_waits_for_what_was_put_aside() throws Exception {
        scene.goesAway();
        int first = scene.send(replace(1, "put aside"));
        scene.swaps = true;
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                scene.send(replace(1, "later"));
                            } catch (InterruptedException end) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(scene.settled).containsExactly(first);
        scene.away = false;
        scene.passes(Duration.ofMinutes(1));
        waiting.join();
        await(() -> scene.settled.size() == 2);
        assertThat(value(1)).isEqualTo("{\"id\":1,\"v\":\"later\"}");
        assertThat(scene.relief.entries()).isZero();
    }

    @Test
    void documents_that_are_refused_are_dead_letters_all_the_same() throws InterruptedException {
        scene.goesAway();
        scene.send(replace(1, "a"), replace(2, "bad"));
        scene.send(replace(3, "c"));
        scene.send(replace(1, "b"));
        scene.meilisearch
                .faults()
                .failDocument("2", "invalid_document_geo_field", Faults.Scope.TASK);
        scene.away = false;
        scene.drain();
        assertThat(scene.documents()).containsOnlyKeys("1", "3");
        assertThat(value(1)).isEqualTo("{\"id\":1,\"v\":\"b\"}");
        assertThat(scene.refused).hasSize(1);
    }

    /// Any order of what may happen ends as if all batches had been sent one by one.
    @Test
    void whatever_happens_the_index_ends_right() throws InterruptedException {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        Random random = new Random(seed);
        String[] expected = new String[6];
        for (int step = 0; step < 120; step++) {
            int what = random.nextInt(12);
            if (what == 0) {
                scene.restart(false);
            } else if (what == 1) {
                scene.away = false;
                scene.passes(Duration.ofMinutes(1));
            } else if (what == 2) {
                scene.goesAway();
            } else if (what == 3) {
                scene.passes(Duration.ofSeconds(2));
                scene.relief.work();
            } else {
                int id = random.nextInt(expected.length);
                boolean isDeleted = random.nextInt(4) == 0;
                expected[id] = isDeleted ? null : "v" + step;
                scene.send(isDeleted ? delete(id) : replace(id, "v" + step));
            }
        }
        scene.away = false;
        scene.drain();
        int last = scene.send(replace(99, "last"));
        await(() -> scene.settled.contains(last));
        Set<String> ids = new TreeSet<>(Set.of("99"));
        for (int id = 0; id < expected.length; id++) {
            if (expected[id] != null) {
                ids.add(String.valueOf(id));
                assertThat(value(id))
                        .as("seed %d", seed)
                        .isEqualTo("{\"id\":%d,\"v\":\"%s\"}".formatted(id, expected[id]));
            }
        }
        assertThat(scene.documents().keySet()).as("seed %d", seed).isEqualTo(ids);
        assertThat(scene.losses).isEmpty();
        assertThat(store.size()).isZero();
    }

    private String value(int id) {
        return scene.value(id);
    }

    private static void await(BooleanSupplier condition) {
        ReliefScene.await(condition);
    }
}
