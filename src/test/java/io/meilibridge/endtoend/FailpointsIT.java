package io.meilibridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.fault.Failpoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which test goes red when which mechanism is switched off. The quick ones are run here, each in a
/// JVM of its own with the failpoint on; the others are repeated by hand with `./mvnw verify
/// -Dmeilibridge.failpoints=<name> -Dit.test=<class>`, which hands the failpoint to the application
/// as well.
///
/// | failpoint | what is off | red here | red by hand |
/// |---|---|---|---|
/// | `confirm-received` | what is confirmed waits for what is settled | CheckpointKeeperTest | CrashIT, CommitBoundariesIT |
/// | `skip-or-equal` | a commit that begins where the checkpoint ends is taken | DeliveryLedgerTest | CommitBoundariesIT |
/// | `no-detach-hold` | a held task holds the slot | LedgerTasksTest | DetachedTaskIT |
/// | `no-backpressure` | reading stops when too much is in flight | InFlightTest | BackPressureIT |
/// | `no-position-guard` | positions are checked at a start | PositionGuardTest | PositionsIT |
/// | `settle-at-202` | settled means indexed, not accepted | | CrashIT |
/// | `coalesce-first-wins` | the last change of a document wins | | CrashIT |
/// | `no-skip-creation` | a patch makes no document | | CrashIT |
/// | `reread-without-waiting` | a row is read again only once its change is visible | | RowReaderIT |
/// | `no-shutdown-probe` | the stream yields to a server that stops | | ServerOutageIT |
/// | `no-drain` | a stop settles what was read | | GracefulStopIT |
class FailpointsIT {

    @ParameterizedTest
    @CsvSource({
        "confirm-received, io.meilibridge.checkpoint.CheckpointKeeperTest",
        "skip-or-equal, io.meilibridge.checkpoint.DeliveryLedgerTest",
        "no-detach-hold, io.meilibridge.checkpoint.LedgerTasksTest",
        "no-backpressure, io.meilibridge.checkpoint.InFlightTest",
        "no-position-guard, io.meilibridge.checkpoint.PositionGuardTest",
    })
    void a_test_of_a_promise_goes_red_without_its_mechanism(String failpoint, String test)
            throws IOException {
        assertThat(run(failpoint, test)).anyMatch(line -> line.startsWith("red "));
    }

    private static List<String> run(String failpoint, String test) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-D" + Failpoints.PROPERTY + "=" + failpoint,
                                RedRun.class.getName(),
                                test)
                        .redirectErrorStream(true)
                        .start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
