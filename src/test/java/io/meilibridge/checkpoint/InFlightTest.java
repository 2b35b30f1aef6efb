package io.meilibridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final LedgerScript script = LedgerScript.of("a", "b");
    private final DeliveryLedger ledger = script.ledger();

    @Test
    void the_reader_waits_for_room_until_a_release_makes_it() throws InterruptedException {
        LedgerScript script = LedgerScript.of("a");
        DeliveryLedger ledger = script.ledger();
        script.transaction(110, 120, "a", "a", "a");
        Receipt receipt = ledger.handOver("a", 1_000);

        assertThat(ledger.inFlight().events()).isEqualTo(3);
        assertThat(ledger.inFlight().awaitRoom(1_000, 0, Duration.ofMillis(1))).isFalse();
        assertThat(ledger.inFlight().awaitRoom(2_000, 3, Duration.ofMillis(1))).isFalse();
        assertThat(ledger.inFlight().awaitRoom(1_001, 4, Duration.ofMillis(1))).isTrue();

        Thread settler = Thread.ofVirtual().start(receipt::release);
        assertThat(ledger.inFlight().awaitRoom(1_000, 0, Duration.ofSeconds(20))).isTrue();
        settler.join();
    }

    @Test
    void no_task_takes_the_room_of_the_others() {
        script.transaction(110, 120, "a");
        ledger.handOver("a", 749);
        assertThat(ledger.inFlight().hasRoom(1_000, 0)).isTrue();
        script.transaction(130, 140, "a");
        ledger.handOver("a", 1);
        assertThat(ledger.inFlight().hasRoom(1_000, 0)).isFalse();
    }

    @Test
    void what_a_held_task_has_leaves_a_share_of_the_rest_to_each() {
        script.transaction(110, 120, "a");
        ledger.handOver("a", 800);
        ledger.detach("a");
        script.transaction(130, 140, "b");
        ledger.handOver("b", 149);
        assertThat(ledger.inFlight().hasRoom(1_000, 0)).isTrue();
        assertThat(ledger.inFlight().hasRoom(1_000, 2)).as("as many changes").isFalse();
        script.transaction(150, 160, "b");
        ledger.handOver("b", 1);
        assertThat(ledger.inFlight().hasRoom(1_000, 0)).isFalse();
        assertThat(ledger.load("a")).isEqualTo(new TaskLoad(1, 800, 0));
    }

    @Test
    void a_reader_without_room_hears_of_a_task_that_returns() throws InterruptedException {
        script.transaction(110, 120, "a");
        ledger.handOver("a", 1_000);
        ledger.detach("b");
        Thread operator = Thread.ofVirtual().start(() -> ledger.attach("b"));

        assertThat(ledger.inFlight().awaitReopenWanted(Duration.ofSeconds(20))).isTrue();
        assertThat(ledger.inFlight().awaitRoom(1, 0, Duration.ofSeconds(20))).isFalse();
        operator.join();
    }
}
