package io.meilibridge.relief;

import static io.meilibridge.relief.ReliefScene.delete;
import static io.meilibridge.relief.ReliefScene.patch;
import static io.meilibridge.relief.ReliefScene.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.checkpoint.MemoryStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What was put aside is sent, in its order, and before anything else.
@Timeout(60)
class ReliefOrderTest {

    private final MemoryStore notes = new MemoryStore();
    private final FakeReliefStore store = new FakeReliefStore();
    private final ReliefScene scene = new ReliefScene(notes, store);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_cannot_be_sent_is_put_aside_and_sent_later() throws InterruptedException {
        scene.send(replace(1, "before"));
        ReliefScene.await(() -> scene.settled.size() == 1);
        scene.goesAway();
        scene.send(replace(1, "old"), replace(2, "old"));
        scene.send(delete(2), replace(3, "x"));
        scene.send(patch(1, "new"));

        assertThat(scene.settled).containsExactly(1, 2, 3, 4);
        assertThat(scene.relief.entries()).isEqualTo(3);
        assertThat(scene.value(1)).isEqualTo("{\"id\":1,\"v\":\"before\"}");

        scene.away = false;
        scene.drain();
        assertThat(scene.value(1)).isEqualTo("{\"id\":1,\"v\":\"old\",\"p\":\"new\"}");
        assertThat(scene.documents()).containsOnlyKeys("1", "3");
        assertThat(store.queueCount()).isZero();
        assertThat(notes.note("relief:item")).isEmpty();
        assertThat(scene.abandoned).isEmpty();
    }

    @Test
    void nothing_overtakes_what_was_put_aside() throws InterruptedException {
        scene.goesAway();
        scene.send(replace(1, "old"));
        scene.send(replace(1, "older than the last"));
        scene.away = false;
        scene.passes(Duration.ofMinutes(1));
        int last = scene.send(replace(1, "new"));

        ReliefScene.await(() -> scene.settled.contains(last));
        assertThat(scene.value(1)).isEqualTo("{\"id\":1,\"v\":\"new\"}");
        assertThat(scene.relief.entries()).isZero();
    }
}
