package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.dev.meilisearch.ReceivedRequest;
import io.meilibridge.endtoend.Configurations.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// TRUNCATE, indexes that several tables fill, and partitioned tables. Two sources: the second has
/// a publication that names leaves, not roots.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TruncatedTablesIT {

    private static final String TASKS =
            """
            sync_tasks:
              - { id: own, table: own, source: main }
              - { id: cats, table: cats, index: animals, source: main }
              - { id: dogs, table: dogs, index: animals, id_prefix: hound, source: main }
              - { id: parent, table: parent, source: main }
              - { id: child, table: child, source: main }
              - { id: refilled, table: refilled, source: main }
              - { id: kept, table: kept, source: main }
              - { id: deaf, table: deaf, source: main,
                  cdc: { event_types: [ insert, update, delete ] } }
              - { id: rooted, table: rooted, source: main }
              - { id: leafed, table: leafed, source: leaves }
              - { id: halved, table: halved, source: leaves }
            """;

    private RunningScene running;

    @BeforeAll
    void start() throws Exception {
        Scene scene =
                RunningScene.prepared(
                        18,
                        "truncated_tables",
                        "CREATE TABLE own (id int PRIMARY KEY, name text)",
                        "CREATE TABLE cats (id int PRIMARY KEY, name text)",
                        "CREATE TABLE dogs (id text PRIMARY KEY, breed text)",
                        "CREATE TABLE parent (id int PRIMARY KEY)",
                        "CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent)",
                        "CREATE TABLE refilled (id int PRIMARY KEY, name text)",
                        "CREATE TABLE kept (id int PRIMARY KEY, name text)",
                        "CREATE TABLE deaf (id int PRIMARY KEY, name text)",
                        partitioned("rooted"),
                        "CREATE TABLE rooted_low PARTITION OF rooted FOR VALUES FROM (0) TO (100)",
                        "CREATE TABLE rooted_high PARTITION OF rooted"
                                + " FOR VALUES FROM (100) TO (900)",
                        partitioned("leafed"),
                        "CREATE TABLE leafed_low PARTITION OF leafed FOR VALUES FROM (0) TO (100)",
                        // Its columns stand in another order than the root's.
                        "CREATE TABLE leafed_high (name text, region int, id int NOT NULL,"
                                + " PRIMARY KEY (id))",
                        "ALTER TABLE leafed ATTACH PARTITION leafed_high"
                                + " FOR VALUES FROM (100) TO (900)",
                        partitioned("halved"),
                        "CREATE TABLE halved_low PARTITION OF halved FOR VALUES FROM (0) TO (100)",
                        "CREATE TABLE halved_high PARTITION OF halved"
                                + " FOR VALUES FROM (100) TO (900)",
                        "CREATE PUBLICATION truncated_tables_leaves FOR TABLE leafed, halved"
                                + " WITH (publish_via_partition_root = false)");
        Configurations.severalSources(
                scene, List.of(new Source("main"), new Source("leaves")), TASKS);
        running = RunningScene.of(scene, scene.startStreaming());
        running.awaitSlots(2);
    }

    private static String partitioned(String name) {
        return "CREATE TABLE "
                + name
                + " (id int PRIMARY KEY, region int, name text) PARTITION BY RANGE (id)";
    }

    @AfterAll
    void end() throws Exception {
        running.close();
    }

    @Test
    void a_truncated_table_leaves_no_document() throws Exception {
        running.sql("INSERT INTO own SELECT n, 'row' FROM generate_series(1, 2000) n");
        running.awaitRows("own", "own", "id");
        running.sql("TRUNCATE own");
        running.awaitRows("own", "own", "id");
        running.sql("INSERT INTO own SELECT n, 'new' FROM generate_series(10, 20) n");
        running.awaitRows("own", "own", "id");
    }

    @Test
    void a_truncated_table_leaves_the_documents_of_others_in_its_index() throws Exception {
        running.sql(
                "INSERT INTO cats SELECT n, 'cat' FROM generate_series(1, 2500) n",
                "INSERT INTO dogs SELECT 'dog ' || n, 'breed' FROM generate_series(1, 30) n",
                "UPDATE cats SET name = 'tom' WHERE id < 10",
                "UPDATE dogs SET id = 'moved' WHERE id = 'dog 7'",
                "DELETE FROM dogs WHERE id = 'dog 8'");
        running.awaitEqual("animals", animals());
        running.sql("TRUNCATE cats", "INSERT INTO cats VALUES (1, 'after')");
        running.awaitEqual("animals", animals());
        running.sql("TRUNCATE dogs");
        running.awaitEqual("animals", animals());
    }

    @Test
    void documents_on_their_way_are_truncated_too() throws Exception {
        running.sql("INSERT INTO cats VALUES (7000, 'first')");
        running.awaitEqual("animals", animals());
        Scene scene = running.scene();
        scene.meilisearch().scheduler().pause();
        scene.meilisearch().clearRequests();
        running.sql("INSERT INTO cats SELECT n, 'late' FROM generate_series(7001, 7100) n");
        Scene.await(
                RunningScene.LIMIT,
                () -> animalRequests("POST") > 0,
                () -> "Nothing is sent.\n" + running.bridge().log());
        running.sql("TRUNCATE cats");
        Scene.await(
                RunningScene.LIMIT,
                () -> running.inFlight() == 101,
                () -> running.inFlight() + " changes in flight\n" + running.bridge().log());
        new Status(running.bridge()).idling(Duration.ofSeconds(1));
        assertThat(animalRequests("GET")).as("documents are looked for too early").isZero();

        scene.meilisearch().scheduler().resume();
        running.awaitEqual("animals", animals());
    }

    private long animalRequests(String method) {
        return running.scene().meilisearch().requests().stream()
                .filter(request -> request.method().equals(method))
                .map(ReceivedRequest::path)
                .filter(path -> path.startsWith("/indexes/animals/documents"))
                .count();
    }

    private static String animals() {
        return "SELECT i, d || jsonb_build_object('_id', i) FROM ("
                + "SELECT document_id('cats', id::text) i, to_jsonb(c) d FROM cats c UNION ALL"
                + " SELECT document_id('hound', id), to_jsonb(d) FROM dogs d) both_tables";
    }

    @Test
    void several_tables_are_truncated_at_once() throws Exception {
        running.sql(
                "INSERT INTO parent SELECT generate_series(1, 20)",
                "INSERT INTO child SELECT n, n FROM generate_series(1, 20) n");
        running.awaitRows("child", "child", "id");
        running.awaitRows("parent", "parent", "id");
        running.sql("TRUNCATE parent CASCADE");
        running.awaitRows("child", "child", "id");
        running.awaitRows("parent", "parent", "id");
    }

    @Test
    void rows_around_a_truncate_keep_their_order() throws Exception {
        running.transaction(
                "INSERT INTO refilled SELECT n, 'before' FROM generate_series(1, 500) n",
                "TRUNCATE refilled",
                "INSERT INTO refilled SELECT n, 'between' FROM generate_series(400, 600) n",
                "DELETE FROM refilled WHERE id = 450",
                "TRUNCATE refilled",
                "INSERT INTO refilled SELECT n, 'after' FROM generate_series(590, 610) n",
                "UPDATE refilled SET name = 'changed' WHERE id = 600");
        running.awaitRows("refilled", "refilled", "id");
    }

    @Test
    void a_truncate_that_is_rolled_back_or_not_asked_for_does_nothing() throws Exception {
        running.sql("INSERT INTO kept VALUES (1, 'kept')", "INSERT INTO deaf VALUES (1, 'kept')");
        running.sql("BEGIN", "TRUNCATE kept", "ROLLBACK");
        running.sql("TRUNCATE deaf");
        running.sql("INSERT INTO kept VALUES (2, 'too')", "INSERT INTO deaf VALUES (2, 'too')");
        running.awaitRows("kept", "kept", "id");
        running.awaitEqual(
                "deaf",
                "SELECT id, jsonb_build_object('id', id, 'name', name)"
                        + " FROM (VALUES (1, 'kept'), (2, 'too')) rows(id, name)");
    }

    @Test
    void partitions_are_their_roots_rows() throws Exception {
        assertThat(
                        running.scene()
                                .value(
                                        "SELECT pubviaroot::text FROM pg_publication"
                                                + " WHERE pubname = 'truncated_tables_main'"))
                .isEqualTo("true");
        fill("rooted");
        running.awaitRows("rooted", "rooted", "id");
        running.sql("TRUNCATE rooted", "INSERT INTO rooted VALUES (150, 1, 'after')");
        running.awaitRows("rooted", "rooted", "id");
    }

    @Test
    void leaves_are_their_roots_rows_where_the_publication_names_leaves() throws Exception {
        fill("leafed");
        running.awaitRows("leafed", "leafed", "id");
        assertThat(running.scene().meilisearch().hasIndex("leafed_high")).isFalse();
        running.sql("TRUNCATE leafed", "INSERT INTO leafed VALUES (150, 1, 'after')");
        running.awaitRows("leafed", "leafed", "id");
    }

    @Test
    void a_partition_that_is_made_later_counts_too() throws Exception {
        for (String table : List.of("rooted", "leafed")) {
            running.sql(
                    "CREATE TABLE %1$s_later PARTITION OF %1$s FOR VALUES FROM (1000) TO (2000)"
                            .formatted(table),
                    "INSERT INTO %s VALUES (1001, 1, 'late'), (1002, 2, 'late')".formatted(table),
                    "INSERT INTO %s VALUES (99, 1, 'early')".formatted(table),
                    "DELETE FROM %s WHERE id = 1001".formatted(table));
            running.awaitRows(table, table, "id");
        }
    }

    @Test
    void a_truncated_partition_leaves_the_documents_of_the_others() throws Exception {
        running.sql("INSERT INTO halved SELECT n, n, 'row' FROM generate_series(95, 105) n");
        running.awaitRows("halved", "halved", "id");
        running.sql("TRUNCATE halved_low", "INSERT INTO halved VALUES (110, 1, 'after')");
        running.awaitEqual(
                "halved",
                "SELECT id, to_jsonb(h) FROM halved h UNION ALL"
                        + " SELECT n, jsonb_build_object('id', n, 'region', n, 'name', 'row')"
                        + " FROM generate_series(95, 99) n");
        running.sql("TRUNCATE halved");
        running.awaitRows("halved", "halved", "id");
    }

    /// Rows in both partitions, some of which move to the other.
    private void fill(String table) throws Exception {
        running.sql(
                "INSERT INTO %s SELECT n, n %% 5, 'row ' || n FROM generate_series(1, 300) n"
                        .formatted(table),
                "UPDATE %s SET name = NULL WHERE id %% 7 = 0".formatted(table),
                "UPDATE %s SET id = id + 500 WHERE id < 20".formatted(table),
                "DELETE FROM %s WHERE id %% 11 = 0".formatted(table));
    }
}
