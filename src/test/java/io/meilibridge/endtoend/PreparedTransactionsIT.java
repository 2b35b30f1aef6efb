package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServers;
import io.meilibridge.endtoend.StreamingScene.Session;
import io.meilibridge.event.Lsn;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Prepared transactions: `replication.two_phase`, and slots that have it already.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreparedTransactionsIT {

    private PostgresServer server;

    @BeforeAll
    void start() {
        server = PostgresServers.start(18, Map.of("max_prepared_transactions", "10"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"plain, 'two_phase: true'", "streamed, 'two_phase: true, streaming: true'"})
    void prepared_transactions_arrive_when_they_are_committed(String name, String keys)
            throws Exception {
        try (StreamingScene prepared = StreamingScene.start(server, "prepared_" + name, keys);
                Session one = prepared.begin();
                Session two = prepared.begin()) {
            one.insert(0, 1000);
            one.sql("SAVEPOINT s");
            one.insert(1000, 1000);
            one.sql("ROLLBACK TO s");
            two.insert(10_000, 1000);
            one.prepare(name + " one");
            prepared.scene().sql("INSERT INTO rows VALUES (9999999, 'small', 'between')");
            two.prepare(name + " two");
            prepared.scene().sql("INSERT INTO rows VALUES (9999998, 'small', 'after')");
            prepared.awaitSpooled(100_000);
            prepared.awaitEqual();

            prepared.scene().sql("ROLLBACK PREPARED '" + name + " two'");
            prepared.scene().sql("COMMIT PREPARED '" + name + " one'");
            prepared.awaitEqual();
            prepared.scene().sql("UPDATE rows SET who = 'later'");

            prepared.awaitEqual();
            prepared.awaitNothingSpooled();
            awaitConfirmed(prepared, end(prepared));
        }
    }

    @Test
    void a_prepared_transaction_survives_a_crash_before_it_is_committed() throws Exception {
        try (StreamingScene prepared =
                        StreamingScene.start(server, "prepared_crash", "two_phase: true");
                Session large = prepared.begin()) {
            large.insert(0, 1000);
            large.prepare("crash");
            Lsn end = end(prepared);
            prepared.scene().sql("INSERT INTO rows VALUES (9999999, 'small', 'after')");
            prepared.awaitEqual();
            prepared.bridge().terminate(Duration.ofSeconds(30));

            assertThat(confirmed(prepared))
                    .as("the slot is held before the prepare")
                    .isLessThan(end);

            prepared.killAndStart();
            prepared.scene().sql("INSERT INTO rows VALUES (9999998, 'small', 'after')");
            prepared.awaitEqual();
            prepared.awaitSpooled(100_000);
            prepared.killAndStart();
            prepared.bridge().post("/api/sync-tasks/rows/full-sync");
            new Jobs(prepared.bridge()).awaitNoneOpen(StreamingScene.LIMIT);
            prepared.scene().sql("COMMIT PREPARED 'crash'");

            prepared.awaitEqual();
            awaitConfirmed(prepared, end(prepared));
        }
    }

    @Test
    void a_prepared_transaction_survives_a_crash_while_it_is_passed_on() throws Exception {
        try (StreamingScene prepared =
                        StreamingScene.start(server, "prepared_replay", "two_phase: true");
                Session large = prepared.begin()) {
            prepared.scene().meilisearch().scheduler().delayPerBatch(Duration.ofMillis(100));
            large.insert(0, 30_000);
            large.prepare("replay");
            prepared.scene().sql("COMMIT PREPARED 'replay'");
            for (int documents = 1000; documents <= 15_000; documents += 7000) {
                int enough = documents;
                Scene.await(
                        StreamingScene.LIMIT,
                        () -> prepared.documents() > enough,
                        () -> prepared.documents() + " documents:\n" + prepared.bridge().log());
                prepared.killAndStart();
            }
            prepared.awaitEqual();
        }
    }

    /// The server sends prepared transactions of such a slot whatever it is asked for.
    @Test
    void a_slot_that_has_two_phases_is_served_under_protocol_1() throws Exception {
        try (StreamingScene prepared =
                        StreamingScene.start(server, "prepared_slot", "two_phase: true");
                Session large = prepared.begin()) {
            prepared.bridge().terminate(Duration.ofSeconds(30));
            Configurations.replace(prepared.scene(), "two_phase: true", "proto_version: 1");
            prepared.killAndStart();
            large.insert(0, 100);
            large.prepare("slot");
            prepared.scene().sql("INSERT INTO rows VALUES (9999999, 'small', 'after')");
            prepared.awaitEqual();

            prepared.scene().sql("COMMIT PREPARED 'slot'");

            prepared.awaitEqual();
        }
    }

    @Test
    void a_server_without_two_phases_is_a_fault() throws Exception {
        try (Scene scene = Scene.open(PostgresServers.shared(14), "prepared_old")) {
            scene.sql("CREATE TABLE rows (id int PRIMARY KEY)");
            scene.configure("sync_tasks: [ { id: rows, table: rows } ]\n");
            Configurations.replace(scene, "replication: {", "replication: { two_phase: true,");
            try (BridgeProcess bridge = scene.start()) {
                Scene.await(
                        StreamingScene.LIMIT,
                        () -> bridge.log().contains("SERVER_TOO_OLD"),
                        bridge::log);
                assertThat(bridge.log())
                        .contains("raises proto_version from 1 to 3")
                        .contains("expected PostgreSQL 15 or later, got 14");
                assertThat(scene.isSlotActive()).isFalse();
            }
        }
    }

    private static Lsn end(StreamingScene prepared) {
        return Lsn.parse(prepared.scene().value("SELECT pg_current_wal_lsn()"));
    }

    private static Lsn confirmed(StreamingScene prepared) {
        return Lsn.parse(prepared.scene().confirmed());
    }

    private static void awaitConfirmed(StreamingScene prepared, Lsn end) {
        Scene.await(
                StreamingScene.LIMIT,
                () -> !confirmed(prepared).isBefore(end),
                () -> "Confirmed is " + confirmed(prepared) + ", not " + end);
    }
}
