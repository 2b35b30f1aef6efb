package io.meilibridge.meilisearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitTest {

    private final DeliveryException fault =
            new DeliveryException(ErrorCode.DESTINATION_BUSY, "It answers 503.", "");

    private final TestCircuit listener = new TestCircuit();
    private long nanos = 17;
    private Circuit circuit = circuit(true, 0.5, 10, 3, 60);

    private Circuit circuit(boolean enabled, double rate, int min, int inARow, int pauseMax) {
        return new Circuit(
                new Circuit.Limits(enabled, rate, min, inARow, Duration.ofSeconds(pauseMax)),
                listener,
                () -> nanos);
    }

    private Circuit.Pass pass() throws InterruptedException {
        return Objects.requireNonNull(circuit.await(Duration.ZERO), "held");
    }

    private void fail() throws InterruptedException {
        circuit.failed(pass(), fault, Duration.ZERO);
    }

    private void succeed() throws InterruptedException {
        circuit.succeeded(pass());
    }

    private void later(double seconds) {
        nanos += Math.round(seconds * 1e9);
    }

    private boolean isOpen() throws InterruptedException {
        return circuit.await(Duration.ZERO) == null;
    }

    @Test
    void failures_in_a_row_open_it() throws InterruptedException {
        fail();
        fail();
        succeed();
        fail();
        fail();
        assertThat(isOpen()).isFalse();
        fail();

        assertThat(isOpen()).isTrue();
        assertThat(listener.told).containsExactly("open 1.0");
        assertThat(circuit.fault().code()).isEqualTo(ErrorCode.CIRCUIT_OPEN);
        assertThat(circuit.fault()).hasMessageContaining("It answers 503.");
    }

    @Test
    void a_share_of_the_last_requests_opens_it() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            fail();
            succeed();
        }
        succeed();
        assertThat(isOpen()).isFalse();
        fail();

        assertThat(isOpen()).isTrue();
    }

    @Test
    void a_few_requests_make_no_share() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            fail();
            succeed();
        }
        assertThat(isOpen()).isFalse();
    }

    @Test
    void one_request_probes_and_closes_it() throws InterruptedException {
        open();
        later(0.9);
        assertThat(isOpen()).isTrue();
        later(0.2);
        assertThat(circuit.isHeld()).as("the pause is over").isFalse();
        Circuit.Pass probe = pass();
        assertThat(circuit.isHeld()).as("the others wait for the probe").isTrue();
        assertThat(isOpen()).isTrue();
        circuit.succeeded(probe);

        assertThat(isOpen()).isFalse();
        assertThat(listener.told).containsExactly("open 1.0", "probe", "closed 1.1");
    }

    @Test
    void each_failed_probe_doubles_the_pause_up_to_the_limit() throws InterruptedException {
        circuit = circuit(true, 0.5, 10, 3, 5);
        open();
        for (int i = 0; i < 4; i++) {
            later(5.001);
            fail();
        }
        later(5.001);
        succeed();
        open();

        assertThat(listener.told)
                .filteredOn(line -> !line.equals("probe"))
                .containsExactly(
                        "open 1.0",
                        "still 2.0",
                        "still 4.0",
                        "still 5.0",
                        "still 5.0",
                        "closed 25.0",
                        "open 1.0");
    }

    @Test
    void the_server_may_ask_for_more() throws InterruptedException {
        fail();
        fail();
        circuit.failed(pass(), fault, Duration.ofSeconds(10));
        later(9.9);
        assertThat(isOpen()).isTrue();
        later(0.2);
        assertThat(isOpen()).isFalse();
    }

    @Test
    void a_probe_that_was_not_sent_is_left_to_another() throws InterruptedException {
        open();
        later(1.1);
        Circuit.Pass probe = pass();
        circuit.unused(probe);
        circuit.succeeded(probe);

        assertThat(circuit.isClosed()).isFalse();
        succeed();
        assertThat(circuit.isClosed()).isTrue();
    }

    @Test
    void outcomes_of_requests_from_before_say_nothing() throws InterruptedException {
        Circuit.Pass old = pass();
        Circuit.Pass older = pass();
        open();
        circuit.succeeded(old);
        assertThat(isOpen()).isTrue();
        later(1.1);
        succeed();
        circuit.failed(older, fault, Duration.ZERO);
        fail();
        fail();

        assertThat(isOpen()).as("two failures since it closed").isFalse();
    }

    @Test
    void it_may_be_switched_off() throws InterruptedException {
        circuit = circuit(false, 0.5, 10, 3, 5);
        for (int i = 0; i < 50; i++) {
            fail();
        }
        assertThat(listener.told).isEmpty();
    }

    @Test
    void questions_fail_while_it_is_open() throws InterruptedException {
        Request question = Request.get("/indexes/a", "", Operation.READ);
        assertThat(circuit.refusing(_ -> Answer.of(200, "")).apply(question).status())
                .isEqualTo(200);
        open();

        assertThatThrownBy(() -> circuit.refusing(_ -> Answer.of(200, "")).apply(question))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("Nothing is sent");
    }

    private void open() throws InterruptedException {
        fail();
        fail();
        fail();
    }

    /// Whatever happens: while it is open nothing passes, half open one does, and once the server
    /// is back it closes within the longest pause.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void it_never_stays_open_for_good(long seed) throws InterruptedException {
        Random random = new Random(seed);
        circuit = circuit(true, 0.3 + random.nextDouble() / 2, 1 + random.nextInt(20), 4, 8);
        Deque<Circuit.Pass> underWay = new ArrayDeque<>();
        for (int i = 0; i < 2000; i++) {
            later(random.nextDouble());
            Circuit.Pass pass = circuit.await(Duration.ZERO);
            if (pass != null) {
                underWay.add(pass);
            }
            if (pass != null && !circuit.isClosed()) {
                assertThat(circuit.await(Duration.ZERO)).as("a second probe").isNull();
            }
            if (!underWay.isEmpty() && random.nextBoolean()) {
                Circuit.Pass ended = underWay.remove();
                switch (random.nextInt(4)) {
                    case 0 -> circuit.unused(ended);
                    case 1 -> circuit.succeeded(ended);
                    default -> circuit.failed(ended, fault, Duration.ZERO);
                }
            }
        }
        underWay.forEach(circuit::unused);

        later(8.001);
        succeed();
        assertThat(circuit.isClosed()).isTrue();
    }
}
