package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.TestRedis;
import io.meilibridge.dev.meilisearch.ReceivedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two instances of one configuration: one reads the slot, the other stands by.
class StandbyPairIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(5);
    private static final Duration WAL_SENDER_TIMEOUT = Duration.ofSeconds(3);
    private static final String ITEMS = "SELECT id, to_jsonb(items) FROM items";

    private TestRedis redis;
    private Scene scene;
    private BridgeProcess first;
    private BridgeProcess second;

    @BeforeEach
    void startBoth() throws Exception {
        redis = new TestRedis("save \"\"");
        scene = Scene.open(PostgresServers.shared(18), "standby_pair");
        scene.sql(
                "CREATE TABLE items (id int PRIMARY KEY, name text)",
                "INSERT INTO items SELECT n, 'old' FROM generate_series(1, 2000) n");
        scene.configure(
                "sync_tasks: [ { id: items, table: public.items } ]\nredis: { url: \"%s\" }\n"
                        .formatted(redis.url()));
        Configurations.replace(
                scene, "replication: {", "replication: { standby: true, wal_sender_timeout: 3,");
        Configurations.replace(
                scene,
                "meilisearch: { url: \"" + scene.meilisearch().url() + "\"",
                "meilisearch: { url: \"" + scene.meilisearch().url() + "\", max_pending_tasks: 1");
        first = scene.startStreaming();
        new Jobs(first).awaitNoneOpen(LIMIT);
        second = scene.start();
        new Status(second).awaitSource("standing_by", LIMIT);
    }

    @AfterEach
    void close() throws Exception {
        first.close();
        second.close();
        scene.close();
        redis.close();
    }

    private void awaitItems(BridgeProcess bridge, Duration limit) throws Exception {
        scene.awaitEqual("items", ITEMS, bridge, limit);
    }

    @Test
    void the_second_takes_over_when_the_first_is_killed() throws Exception {
        assertThat(second.status("/q/health/ready")).as("ready while standing by").isEqualTo(200);
        assertThat(second.get("/q/health/ready")).contains("standing_by: SLOT_IN_USE");
        scene.sql("UPDATE items SET name = 'before' WHERE id <= 500");
        first.kill();
        scene.sql(
                "UPDATE items SET name = 'after' WHERE id % 3 = 0",
                "DELETE FROM items WHERE id = 5");
        awaitItems(second, TAKEN_OVER_WITHIN);
        new Status(second).awaitSource("streaming", LIMIT);
        assertThat(new Jobs(second).last("items").isMissingNode())
                .as("no table is read again")
                .isTrue();
    }

    @Test
    void the_second_takes_over_when_the_first_ends_in_good_order() throws Exception {
        scene.sql("UPDATE items SET name = 'before' WHERE id <= 500");
        first.terminate(LIMIT);
        scene.sql("UPDATE items SET name = 'after' WHERE id % 3 = 0");
        awaitItems(second, TAKEN_OVER_WITHIN);
    }

    @Test
    void one_that_was_frozen_writes_nothing_more_when_it_wakes() throws Exception {
        // Its index is busy, so that it has something to write when it is frozen.
        scene.meilisearch().scheduler().pause();
        scene.sql("UPDATE items SET name = 'accepted' WHERE id <= 100");
        Scene.await(LIMIT, () -> !writes().isEmpty(), first::log);
        scene.sql("UPDATE items SET name = 'waits to be sent' WHERE id <= 100");
        RunningScene.awaitInFlight(first, 200);
        Set<String> epochs = epochs(writes());
        String confirmed = scene.confirmed();
        signal(first, "STOP");

        scene.meilisearch().scheduler().resume();
        scene.sql("UPDATE items SET name = 'newer' WHERE id <= 100");
        awaitItems(second, WAL_SENDER_TIMEOUT.plus(TAKEN_OVER_WITHIN));
        int written = writesOf(epochs);

        signal(first, "CONT");
        Scene.await(
                LIMIT,
                () ->
                        new Status(first)
                                .source()
                                .path("error")
                                .path("code")
                                .asText()
                                .equals("FENCED"),
                () -> "Not fenced but " + new Status(first).source() + "\n" + first.log());
        new Status(first).awaitSource("standing_by", LIMIT);
        assertThat(writesOf(epochs))
                .as("requests of the old one:\n%s", first.log())
                .isEqualTo(written);
        assertThat(scene.isConfirmed(confirmed)).isTrue();
        awaitItems(second, LIMIT);

        // And it is as good as new.
        scene.sql("UPDATE items SET name = 'once more' WHERE id <= 300");
        second.kill();
        scene.sql("INSERT INTO items SELECT n, 'late' FROM generate_series(5001, 5100) n");
        awaitItems(first, TAKEN_OVER_WITHIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_place", "swap"})
    void a_full_sync_is_gone_on_with_by_the_second(String mode) throws Exception {
        String rebuilt = "items__meilibridge_rebuild";
        scene.meilisearch().scheduler().delayPerBatch(Duration.ofSeconds(1));
        int before = writes().size();
        Jobs jobs = new Jobs(first);
        String ordered = jobs.order("items", "{\"mode\": \"%s\"}".formatted(mode));
        Scene.await(
                LIMIT,
                () -> writes().size() > before && state(jobs).equals("reading"),
                () -> "Not at work but " + jobs.last("items") + "\n" + first.log());
        assertThat(scene.meilisearch().hasIndex(rebuilt)).isEqualTo(mode.equals("swap"));
        signal(first, "STOP");

        scene.meilisearch().scheduler().delayPerBatch(Duration.ZERO);
        scene.sql(
                "UPDATE items SET name = 'newer' WHERE id % 3 = 0",
                "DELETE FROM items WHERE id % 5 = 0");
        new Status(second).awaitSource("streaming", LIMIT);
        Jobs taken = new Jobs(second);
        taken.awaitLast("items", "done", LIMIT);
        assertThat(taken.last("items").path("id").asText()).isEqualTo(ordered);
        awaitItems(second, LIMIT);

        signal(first, "CONT");
        jobs.awaitLast("items", "passed_on", LIMIT);
        new Status(first).awaitSource("standing_by", LIMIT);
        Scene.await(LIMIT, () -> !scene.meilisearch().hasIndex(rebuilt), second::log);
        scene.sql("UPDATE items SET name = 'after' WHERE id % 2 = 0");
        awaitItems(second, LIMIT);
    }

    private static String state(Jobs jobs) {
        return jobs.last("items").path("state").asText();
    }

    private List<ReceivedRequest> writes() {
        return scene.meilisearch().requests().stream()
                .filter(request -> request.customMetadata() != null)
                .toList();
    }

    /// `source/slot/epoch/number`
    private static String epochOf(ReceivedRequest write) {
        return Objects.requireNonNull(write.customMetadata()).split("/", -1)[2];
    }

    private static Set<String> epochs(List<ReceivedRequest> writes) {
        return writes.stream().map(StandbyPairIT::epochOf).collect(Collectors.toSet());
    }

    private int writesOf(Set<String> epochs) {
        return (int) writes().stream().filter(write -> epochs.contains(epochOf(write))).count();
    }

    private static void signal(BridgeProcess bridge, String name)
            throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", "-" + name, String.valueOf(bridge.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(status).as("kill -" + name).isZero();
    }
}
