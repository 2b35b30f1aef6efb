package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServers;
import io.meilibridge.endtoend.StreamingScene.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Transactions that are sent before they are committed: `replication.streaming`.
class StreamedTransactionsIT {

    private static final String STREAMING = "streaming: true";
    private static final int LARGE = 300_000;

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void interleaved_transactions_arrive_as_they_were_committed(int major) throws Exception {
        try (StreamingScene streaming = start(major, "streamed_" + major);
                Session one = streaming.begin();
                Session two = streaming.begin();
                Session undone = streaming.begin()) {
            interleave(streaming, one, two, undone);
            streaming.awaitSpooled(200_000);
            streaming.awaitEqual();
            assertThat(streaming.spoolFiles()).as("names in the spool").isZero();

            undone.rollback();
            two.commit();
            streaming.awaitEqual();
            streaming.scene().sql("UPDATE rows SET who = 'later' WHERE id % 10 = 0");
            one.commit();

            streaming.awaitEqual();
            streaming.awaitNothingSpooled();
            streaming.scene().sql("DELETE FROM rows WHERE id % 3 = 0");
            streaming.awaitEqual();
        }
    }

    @Test
    void what_was_streamed_comes_again_after_a_crash() throws Exception {
        try (StreamingScene streaming = start(18, "streamed_crash");
                Session one = streaming.begin();
                Session two = streaming.begin();
                Session undone = streaming.begin()) {
            interleave(streaming, one, two, undone);
            streaming.awaitSpooled(200_000);

            streaming.killAndStart();
            streaming.awaitSpooled(200_000);
            two.commit();
            streaming.scene().sql("INSERT INTO rows VALUES (9999999, 'small', 'after')");
            streaming.awaitEqual();

            streaming.killAndStart();
            one.sql("UPDATE rows SET who = 'one' WHERE id < 2000");
            undone.rollback();
            one.commit();
            streaming.awaitEqual();
            streaming.awaitNothingSpooled();
        }
    }

    @Test
    void a_crash_while_a_large_transaction_is_passed_on_loses_nothing() throws Exception {
        try (StreamingScene streaming = start(18, "streamed_replay");
                Session large = streaming.begin()) {
            streaming.scene().meilisearch().scheduler().delayPerBatch(Duration.ofMillis(50));
            large.insert(0, 60_000);
            streaming.scene().sql("INSERT INTO rows VALUES (9999999, 'small', 'before')");
            large.commit();
            streaming.scene().sql("INSERT INTO rows VALUES (9999998, 'small', 'after')");
            for (int documents = 10_000; documents <= 30_000; documents += 10_000) {
                int enough = documents;
                Scene.await(
                        StreamingScene.LIMIT,
                        () -> streaming.documents() > enough,
                        () -> streaming.documents() + " documents");
                streaming.killAndStart();
            }
            streaming.awaitEqual();
        }
    }

    /// Larger than the heap, in both ways that it can come.
    @ParameterizedTest
    @ValueSource(strings = {"streaming: true", "proto_version: 1"})
    void a_large_transaction_fits_a_heap_of_80_megabytes(String keys) throws Exception {
        try (StreamingScene large =
                StreamingScene.start(
                        PostgresServers.shared(18),
                        "heap_" + keys.replaceAll("\\W+", "_"),
                        keys,
                        "-Xmx80m")) {
            large.scene()
                    .sql(
                            "INSERT INTO rows SELECT n, 'w', repeat(md5(n::text), 4) FROM generate_series(1, %d) n"
                                    .formatted(LARGE));
            Scene.await(
                    Duration.ofSeconds(90),
                    () -> large.documents() == LARGE,
                    () -> large.documents() + " documents:\n" + large.bridge().log());
            large.scene().sql("DELETE FROM rows WHERE id > 10");
            large.awaitEqual();
            assertThat(large.bridge().isAlive()).isTrue();
        }
    }

    @Test
    void a_spool_that_cannot_be_written_is_tried_again() throws Exception {
        try (StreamingScene streaming = start(18, "streamed_full");
                Session large = streaming.begin()) {
            Path spool = streaming.scene().folder().resolve("data").resolve("spool");
            Files.deleteIfExists(spool);
            Files.writeString(spool, "no folder");
            large.insert(0, 5000);
            Scene.await(
                    StreamingScene.LIMIT,
                    () -> streaming.bridge().log().contains("SPOOL_UNAVAILABLE"),
                    () -> streaming.bridge().log());
            large.commit();
            streaming.scene().sql("INSERT INTO rows VALUES (9999999, 'small', 'after')");
            assertThat(streaming.documents()).isZero();

            Files.delete(spool);

            streaming.awaitEqual();
        }
    }

    private static StreamingScene start(int major, String name) throws Exception {
        return StreamingScene.start(PostgresServers.shared(major), name, STREAMING);
    }

    /// Three transactions in turns, with savepoints released and rolled back in each other, and
    /// small ones between.
    private static void interleave(
            StreamingScene streaming, Session one, Session two, Session undone) throws Exception {
        for (int round = 0; round < 5; round++) {
            int base = round * 1000;
            one.insert(base, 200);
            two.insert(1_000_000 + base, 200);
            undone.insert(2_000_000 + base, 200);
            one.sql("SAVEPOINT kept");
            one.insert(base + 200, 200);
            two.sql("SAVEPOINT outer_one");
            two.insert(1_000_200 + base, 100);
            two.sql("SAVEPOINT inner_one");
            two.insert(1_000_300 + base, 200);
            streaming
                    .scene()
                    .sql("INSERT INTO rows VALUES (%d, 'small', 'x')".formatted(9_000_000 + round));
            two.sql("RELEASE inner_one");
            two.insert(1_000_500 + base, 100);
            two.sql("ROLLBACK TO outer_one");
            two.insert(1_000_200 + base, 50);
            one.sql("SAVEPOINT gone");
            one.insert(base + 400, 200);
            one.sql(
                    "UPDATE rows SET who = 'gone' WHERE id BETWEEN %d AND %d"
                            .formatted(base, base + 100));
            undone.sql("SAVEPOINT gone");
            undone.insert(2_000_200 + base, 200);
            undone.sql("ROLLBACK TO gone");
            one.sql("ROLLBACK TO gone");
            one.insert(base + 400, 100);
            one.sql("DELETE FROM rows WHERE id = %d".formatted(base + 401));
            one.sql("UPDATE rows SET id = id + 500 WHERE id = %d".formatted(base + 402));
        }
        assertThat(streaming.bridge().isAlive()).isTrue();
    }
}
