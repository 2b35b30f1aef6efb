package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that go red when the mechanism they are about is switched off, the quick ones: unit tests,
/// each in a JVM of its own with the failpoint on. [RedScenesIT] does the same for end-to-end
/// tests. docs/testing.md has the list of both.
class FailpointsIT {

    /// The quickest of its kind. A failpoint reaches the application's process only if that starts
    /// with it.
    @Test
    void an_end_to_end_test_goes_red_without_its_mechanism() {
        RedScenesIT.assertRed(
                "no-via-root",
                "TruncatedTablesIT#partitions_are_their_roots_rows",
                "expected: \"true\"");
    }

    @ParameterizedTest
    @CsvSource({
        "confirm-unstored, io.meilibridge.checkpoint.CheckpointKeeperTest",
        "confirm-received, io.meilibridge.checkpoint.CheckpointKeeperTest",
        "skip-or-equal, io.meilibridge.checkpoint.DeliveryLedgerTest",
        "no-detach-hold, io.meilibridge.checkpoint.LedgerTasksTest",
        "no-backpressure, io.meilibridge.checkpoint.InFlightTest",
        "unknown-is-settled, io.meilibridge.meilisearch.MendingTest",
        "no-position-guard, io.meilibridge.checkpoint.PositionGuardTest",
        "relief-settles-unstored, io.meilibridge.relief.ReliefOrderTest",
        "relief-direct-too-early, io.meilibridge.relief.ReliefOrderTest",
        "relief-out-of-order, io.meilibridge.relief.ReliefOrderTest",
    })
    void a_test_of_a_promise_goes_red_without_its_mechanism(String failpoint, String test)
            throws IOException, InterruptedException {
        assertThat(RedRun.inJvmOfItsOwn(failpoint, test)).anyMatch(line -> line.startsWith("red "));
    }
}
