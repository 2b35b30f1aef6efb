package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Unit tests that go red when the mechanism they are about is switched off, each in a JVM of its
/// own with the failpoint on. They are quick; [RedScenesIT] does the same for end-to-end tests.
/// docs/testing.md has the list of both.
class FailpointsIT {

    @ParameterizedTest
    @CsvSource({
        "confirm-unstored, io.meilibridge.checkpoint.CheckpointKeeperTest",
        "confirm-received, io.meilibridge.checkpoint.CheckpointKeeperTest",
        "skip-or-equal, io.meilibridge.checkpoint.DeliveryLedgerTest",
        "no-detach-hold, io.meilibridge.checkpoint.LedgerTasksTest",
        "no-backpressure, io.meilibridge.checkpoint.InFlightTest",
        "no-position-guard, io.meilibridge.checkpoint.PositionGuardTest",
    })
    void a_test_of_a_promise_goes_red_without_its_mechanism(String failpoint, String test)
            throws IOException {
        assertThat(RedRun.inJvmOfItsOwn(failpoint, test)).anyMatch(line -> line.startsWith("red "));
    }
}
