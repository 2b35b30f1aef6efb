package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.dev.meilisearch.Fault;
import io.meilibridge.dev.meilisearch.Gate;
import io.meilibridge.dev.meilisearch.ReceivedRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that Meilisearch takes after what was sent in their place (HAZARDS C2).
class LateCopyIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String ITEMS = "SELECT id, to_jsonb(t) FROM item t";

    private RunningScene scene;

    @BeforeEach
    void open() throws Exception {
        Scene prepared =
                RunningScene.prepared(
                        18,
                        "late_copy",
                        "CREATE TABLE item (id int PRIMARY KEY, v text)",
                        "INSERT INTO item SELECT n, 'first' FROM generate_series(1, 3) n");
        prepared.configure("sync_tasks: [ { id: item, table: item } ]\n");
        Configurations.replace(prepared, "meilisearch: {", "meilisearch: { timeout: 1,");
        scene = RunningScene.of(prepared, prepared.startStreaming());
        scene.awaitEqual("item", ITEMS);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void a_late_replacement_does_not_bring_back_the_old() throws Exception {
        Gate first = held("UPDATE item SET v = 'second' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        scene.sql("UPDATE item SET v = 'third' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        first.open();

        await(() -> document("1").contains("second"));
        scene.awaitEqual("item", ITEMS);
        assertThat(isCounted(1)).isTrue();
        assertThat(scene.bridge().log()).contains("is a late copy of");
        assertThat(lastReason()).as("rows are enough").isEqualTo("first_start");
    }

    @Test
    void a_late_deletion_does_not_delete_what_came_back() throws Exception {
        Gate first = held("DELETE FROM item WHERE id = 2");
        scene.awaitEqual("item", ITEMS);
        scene.sql("INSERT INTO item VALUES (2, 'again')");
        scene.awaitEqual("item", ITEMS);
        first.open();

        await(() -> isCounted(1));
        scene.awaitEqual("item", ITEMS);
    }

    /// What is to be read again outlives the process too.
    @Test
    void a_copy_of_a_paused_task_is_made_right_when_it_goes_on() throws Exception {
        Gate first = held("UPDATE item SET v = 'second' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        scene.sql("UPDATE item SET v = 'third' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        await(() -> scene.inFlight() == 0);
        scene.bridge().post("/api/sync-tasks/item/pause");
        first.open();
        await(() -> isCounted(1));
        assertThat(document("1")).contains("second");
        scene.restart();
        scene.bridge().post("/api/sync-tasks/item/resume");

        scene.awaitEqual("item", ITEMS);
    }

    @Test
    void after_a_late_truncate_the_table_is_read() throws Exception {
        Gate first = held("TRUNCATE item");
        scene.awaitEqual("item", ITEMS);
        scene.sql("INSERT INTO item VALUES (7, 'after')");
        scene.awaitEqual("item", ITEMS);
        first.open();

        await(() -> isCounted(1));
        await(() -> lastReason().equals("late_copy"));
        scene.awaitEqual("item", ITEMS);
    }

    @Test
    void a_copy_that_comes_while_nobody_runs_is_found() throws Exception {
        Gate first = held("UPDATE item SET v = 'second' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        scene.sql("UPDATE item SET v = 'third' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        // Else it would come again, and over the late one.
        scene.scene().awaitConfirmed(scene.bridge(), LIMIT);
        scene.bridge().kill();
        first.open();
        await(() -> document("1").contains("second"));
        scene.restart();

        scene.awaitEqual("item", ITEMS);
        assertThat(lastReason()).isEqualTo("late_copy");
    }

    @Test
    void what_an_earlier_process_sends_late_is_found() throws Exception {
        scene.sql("UPDATE item SET v = 'second' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        String ours =
                scene.scene().meilisearch().requests().stream()
                        .map(ReceivedRequest::customMetadata)
                        .filter(mark -> mark != null)
                        .reduce("", (_, last) -> last);
        post(ours.replaceFirst("/[^/]+/[^/]+/[^/]+$", "/0/9/9"), "[{\"id\":1,\"v\":\"older\"}]");
        await(() -> document("1").contains("older"));

        await(() -> isCounted(1));
        await(() -> lastReason().equals("late_copy"));
        scene.awaitEqual("item", ITEMS);
    }

    @Test
    void a_lost_answer_alone_is_no_late_copy() throws Exception {
        scene.scene().meilisearch().faults().onWrites(2, new Fault.ResetAfterRegistration());
        scene.sql("UPDATE item SET v = 'second'");
        scene.awaitEqual("item", ITEMS);
        scene.sql("UPDATE item SET v = 'third' WHERE id = 1");
        scene.awaitEqual("item", ITEMS);
        // Looked at, and found to be in order.
        await(() -> looks() > 3);

        assertThat(scene.bridge().get("/q/metrics"))
                .doesNotContain("meilibridge_late_copies_total{");
        assertThat(lastReason()).isEqualTo("first_start");
    }

    /// Does something, the first request of which Meilisearch gets only later.
    private Gate held(String sql) throws Exception {
        Gate gate = new Gate();
        scene.scene().meilisearch().faults().onNextWrite(new Fault.Hold(gate));
        scene.sql(sql);
        assertThat(gate.awaitArrival(LIMIT)).isTrue();
        return gate;
    }

    private void post(String mark, String documents) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            scene.scene().meilisearch().url()
                                                    + "/indexes/item/documents?customMetadata="
                                                    + mark))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(documents))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private String document(String id) {
        return String.valueOf(scene.scene().documents("item").get(id));
    }

    private boolean isCounted(int copies) {
        return scene.bridge()
                .get("/q/metrics")
                .contains("meilibridge_late_copies_total{index=\"item\"} " + copies + ".0");
    }

    private long looks() {
        return scene.scene().meilisearch().requests().stream()
                .filter(request -> request.query().startsWith("limit=1&indexUids=item"))
                .count();
    }

    private String lastReason() {
        return new Jobs(scene.bridge()).last("item").path("reason").asText();
    }

    private void await(BooleanSupplier condition) {
        Scene.await(LIMIT, condition, () -> scene.bridge().log());
    }
}
