package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.Lsn;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The process killed again and again in the middle of random transactions, while an outsider
/// compares what PostgreSQL was told with what the indexes hold. `-Dmeilibridge.test.seed` repeats
/// a run's transactions.
class CrashIT {

    private static final int KILLS = Integer.getInteger("meilibridge.kills", 20);

    /// The writers go on while the process starts, so a slow machine leaves a long backlog.
    private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(3);

    @Test
    void nothing_is_lost_or_confirmed_early_when_the_process_is_killed() throws Exception {
        long seed = Long.getLong("meilibridge.test.seed", System.nanoTime());
        try (Scene scene = Scene.open(PostgresServers.shared(18), "crash")) {
            RandomWriter.createTables(scene);
            scene.configure(
                    "sync_tasks:\n"
                            + RandomWriter.TABLES.stream()
                                    .map(
                                            "  - { id: %1$s, table: public.%1$s, index: %1$s }\n"
                                                    ::formatted)
                                    .collect(Collectors.joining()));
            scene.meilisearch().scheduler().delayPerBatch(Duration.ofMillis(30));
            try (Run run = new Run(scene, seed)) {
                run.killAgainAndAgain();
            } catch (AssertionError failure) {
                throw new AssertionError("-Dmeilibridge.test.seed=" + seed, failure);
            }
        }
    }

    private static final class Run implements AutoCloseable {

        private final Scene scene;
        private final Random random;
        private final Promises promises = new Promises();
        private final AtomicLong versions = new AtomicLong();
        private final List<String> broken = new CopyOnWriteArrayList<>();
        private final long seed;
        private @Nullable BridgeProcess bridge;
        private volatile boolean ending;

        Run(Scene scene, long seed) {
            this.scene = scene;
            this.seed = seed;
            this.random = new Random(seed);
        }

        void killAgainAndAgain() throws Exception {
            killAsSoonAsThereIsASlot();
            BridgeProcess current = start();
            Thread poller = Thread.ofPlatform().name("confirmed-poller").start(this::compare);
            try (RandomWriter one = new RandomWriter(scene, promises, versions, seed, 1);
                    RandomWriter two = new RandomWriter(scene, promises, versions, seed, 2)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
                    current.kill();
                    current.close();
                    current = start();
                    assertThat(broken).isEmpty();
                }
                assertThat(one.transactions() + two.transactions()).isGreaterThan(500);
            }
            for (String table : RandomWriter.TABLES) {
                scene.awaitEqual(
                        table,
                        "SELECT id, to_jsonb(%1$s) FROM %1$s".formatted(table),
                        current,
                        CATCH_UP_LIMIT);
            }
            ending = true;
            poller.join(10_000);
            assertThat(broken).isEmpty();
        }

        /// Before anything is stored, if it goes well.
        private void killAsSoonAsThereIsASlot() throws Exception {
            try (BridgeProcess first = scene.start()) {
                Scene.awaitUncut(
                        Duration.ofSeconds(60),
                        () -> !confirmed().isEmpty(),
                        () -> "No slot is made:\n" + first.log());
                first.kill();
            }
        }

        private String confirmed() {
            return scene.value(
                    "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                            + scene.slot()
                            + "'");
        }

        /// First what is confirmed, then what the indexes hold: these only ever grow newer.
        private void compare() {
            while (!ending && broken.isEmpty()) {
                String confirmed = confirmed();
                Map<String, Map<String, JsonNode>> documents = new HashMap<>();
                for (String table : RandomWriter.TABLES) {
                    documents.put(table, scene.documents(table));
                }
                if (!confirmed.isEmpty()) {
                    broken.addAll(promises.broken(Lsn.parse(confirmed), documents));
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }

        private BridgeProcess start() throws Exception {
            BridgeProcess started = scene.startStreaming();
            bridge = started;
            return started;
        }

        @Override
        public void close() {
            ending = true;
            if (bridge != null) {
                bridge.close();
            }
        }
    }
}
