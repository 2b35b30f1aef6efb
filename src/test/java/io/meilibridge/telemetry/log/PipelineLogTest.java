package io.meilibridge.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceState;
import io.meilibridge.task.TaskListener;
import io.meilibridge.task.TaskState;
import io.meilibridge.telemetry.Faults;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineLogTest {

    private static final Instant NOW = Instant.parse("2024-01-31T12:00:00Z");

    private final List<LogLine> lines = new ArrayList<>();
    private Instant now = NOW;
    private final PipelineLog log = new PipelineLog(lines::add, () -> now);
    private final SourceListener sources = log.sources();
    private final TaskListener tasks = log.tasks();
    private SourceState source = new SourceState.Connecting(NOW);

    private void source(SourceState after) {
        sources.stateChanged("shop", source, after);
        source = after;
    }

    private void outage() {
        source(new SourceState.Connecting(NOW));
        source(new SourceState.Retrying(Faults.unreachable(), NOW, NOW));
    }

    @Test
    void an_outage_is_told_once_however_often_it_is_tried() {
        outage();
        outage();
        outage();
        source(new SourceState.Connecting(NOW));
        source(new SourceState.Streaming(NOW));

        assertThat(lines).extracting(LogLine::level).containsExactly(Level.WARNING, Level.INFO);
        assertThat(lines.getFirst().text()).contains("SOURCE_UNREACHABLE", "Cannot reach");
        assertThat(lines.getFirst().fields())
                .isEqualTo(Map.of("source", "shop", "code", "SOURCE_UNREACHABLE"));
    }

    @Test
    void a_second_outage_is_told_again() {
        outage();
        source(new SourceState.Streaming(NOW));
        outage();

        assertThat(lines)
                .extracting(LogLine::level)
                .containsExactly(Level.WARNING, Level.INFO, Level.WARNING);
    }

    @Test
    void another_fault_in_the_same_outage_is_told_quietly() {
        source(new SourceState.Retrying(Faults.shuttingDown(), NOW, NOW));
        outage();
        outage();

        assertThat(lines).extracting(LogLine::level).containsExactly(Level.WARNING, Level.INFO);
    }

    @Test
    void a_source_that_stops_is_an_error_with_code_message_and_hint() {
        source(new SourceState.Stopped(Faults.refused(), NOW));

        LogLine line = lines.getFirst();
        assertThat(line.level()).isEqualTo(Level.ERROR);
        assertThat(line.text())
                .isEqualTo(
                        "Source 'shop' has stopped: AUTHENTICATION_FAILED: Cannot connect to 'shop'"
                                + " as 'nobody'. Mend the password.");
    }

    @Test
    void back_pressure_under_load_leaves_the_log_quiet() {
        source(new SourceState.Streaming(NOW));
        for (int i = 0; i < 10; i++) {
            source(new SourceState.BackPressured(NOW));
            source(new SourceState.Streaming(NOW));
        }

        assertThat(lines).filteredOn(line -> line.level() != Level.DEBUG).hasSize(1);
    }

    @Test
    void standing_by_is_told_once() {
        source(new SourceState.StandingBy(Faults.slotInUse(), NOW));
        source(new SourceState.Connecting(NOW));
        source(new SourceState.StandingBy(Faults.slotInUse(), NOW));

        assertThat(lines).extracting(LogLine::level).containsExactly(Level.INFO);
    }

    @Test
    void a_task_tells_each_of_its_states() {
        TaskState starting = new TaskState.Starting(NOW);
        TaskState streaming = new TaskState.Streaming(NOW);
        TaskState retrying = new TaskState.Retrying(Faults.busy(), NOW);
        TaskState stopped = new TaskState.Stopped(Faults.taskFailed(), NOW);
        TaskState paused = new TaskState.Paused(NOW);
        tasks.stateChanged("products", starting, streaming);
        tasks.stateChanged("products", streaming, retrying);
        tasks.retrying("products", Faults.busy());
        tasks.stateChanged("products", retrying, streaming);
        tasks.stateChanged("products", streaming, paused);
        tasks.stateChanged("products", paused, starting);
        tasks.stateChanged("products", streaming, stopped);

        assertThat(lines)
                .extracting(LogLine::level)
                .containsExactly(
                        Level.INFO, Level.WARNING, Level.INFO, Level.INFO, Level.INFO, Level.ERROR);
        assertThat(lines.getLast().text()).endsWith("Retry the task.");
        assertThat(lines.getLast().fields())
                .isEqualTo(Map.of("task", "products", "code", "TASK_FAILED"));
    }

    @Test
    void failed_polls_are_one_line_an_outage() {
        for (int i = 0; i < 100; i++) {
            log.settleFailed(Faults.busy());
            now = now.plusSeconds(1);
        }
        now = now.plusSeconds(600);
        log.settleFailed(Faults.busy());

        assertThat(lines).filteredOn(line -> line.level() == Level.WARNING).hasSize(2);
    }

    @Test
    void a_store_that_fails_and_recovers_is_told() {
        CheckpointException fault =
                new CheckpointException(ErrorCode.STORE_UNAVAILABLE, "Cannot save.", "Make room.");
        log.checkpoints("shop").storeFailed(fault);
        log.checkpoints("shop").storeRecovered();

        assertThat(lines).extracting(LogLine::level).containsExactly(Level.ERROR, Level.INFO);
    }
}
