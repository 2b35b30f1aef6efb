package io.meilibridge.telemetry.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.Lsn;
import io.meilibridge.replication.SlotState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SourceLagTest {

    private static final Instant START = Instant.parse("2024-01-31T12:00:00Z");

    private final SourceLag lag = new SourceLag(START);

    private static Optional<Progress> progress(
            long streamEnd, long settled, long confirmed, Optional<Instant> oldestCommit) {
        return Optional.of(
                new Progress(
                        new Lsn(streamEnd),
                        new Lsn(settled),
                        new Lsn(confirmed),
                        true,
                        oldestCommit));
    }

    private static Optional<SlotReading> reading(long walEnd, Duration clockOffset) {
        SlotState slot =
                new SlotState(
                        "shop_slot",
                        "pgoutput",
                        "shop",
                        false,
                        false,
                        false,
                        OptionalInt.empty(),
                        new Lsn(100),
                        new Lsn(50),
                        "reserved",
                        OptionalLong.empty(),
                        Optional.empty());
        return Optional.of(
                new SlotReading(
                        Optional.of(slot),
                        new Lsn(walEnd),
                        OptionalLong.empty(),
                        Map.of(),
                        clockOffset));
    }

    @Test
    void nothing_is_known_before_stream_and_server_have_said_anything() {
        assertThat(lag.measure(Optional.empty(), Optional.empty(), START)).isEmpty();
    }

    @Test
    void is_zero_when_all_is_settled_even_if_not_confirmed_yet() {
        assertThat(lag.measure(progress(500, 500, 400, Optional.empty()), Optional.empty(), START))
                .contains(Lag.NONE);
    }

    @Test
    void is_not_zero_when_what_is_settled_cannot_be_stored() {
        Progress progress =
                new Progress(new Lsn(500), new Lsn(500), new Lsn(400), false, Optional.empty());

        Optional<Lag> measured =
                lag.measure(Optional.of(progress), Optional.empty(), START.plusSeconds(5));

        assertThat(measured).contains(new Lag(100, Duration.ofSeconds(5)));
    }

    @Test
    void counts_from_the_commit_of_the_oldest_change_in_flight() {
        Optional<Instant> commit = Optional.of(START.plusSeconds(60));

        Optional<Lag> measured =
                lag.measure(
                        progress(900, 500, 400, commit), Optional.empty(), START.plusSeconds(63));

        assertThat(measured).contains(new Lag(500, Duration.ofSeconds(3)));
    }

    @Test
    void corrects_the_commit_time_by_the_offset_of_the_servers_clock() {
        Optional<Instant> commit = Optional.of(START.plusSeconds(3_660));

        Optional<Lag> measured =
                lag.measure(
                        progress(900, 500, 400, commit),
                        reading(900, Duration.ofHours(1)),
                        START.plusSeconds(63));

        assertThat(measured).contains(new Lag(500, Duration.ofSeconds(3)));
    }

    @Test
    void is_never_negative() {
        Optional<Instant> future = Optional.of(START.plusSeconds(600));

        assertThat(lag.measure(progress(900, 500, 400, future), Optional.empty(), START))
                .contains(new Lag(500, Duration.ZERO));
    }

    @Test
    void sees_what_the_server_has_written_and_not_yet_sent() {
        Optional<Progress> caughtUp = progress(500, 500, 500, Optional.empty());
        lag.measure(caughtUp, reading(500, Duration.ZERO), START.plusSeconds(10));

        Optional<Lag> measured =
                lag.measure(caughtUp, reading(2_500, Duration.ZERO), START.plusSeconds(40));

        assertThat(measured).contains(new Lag(2_000, Duration.ofSeconds(30)));
    }

    @Test
    void is_that_of_the_slot_before_the_first_stream() {
        Optional<Lag> measured =
                lag.measure(Optional.empty(), reading(700, Duration.ZERO), START.plusSeconds(20));

        assertThat(measured).contains(new Lag(600, Duration.ofSeconds(20)));
    }

    @Test
    void retained_wal_is_from_the_restart_position_to_the_end() {
        assertThat(reading(700, Duration.ZERO).orElseThrow().retainedBytes()).hasValue(650);
    }
}
