package io.meilibridge.telemetry.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.camel.PipelineView;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.snapshot.FullSyncOrder;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.FullSyncJob;
import io.meilibridge.task.FullSyncPlan;
import io.meilibridge.task.SourceListener;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.meilibridge.task.TaskListener;
import io.meilibridge.task.TaskTransitions;
import io.meilibridge.telemetry.Faults;
import io.meilibridge.telemetry.TestBridge;
import io.meilibridge.telemetry.log.PipelineLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineHealthTest {

    private final PipelineLog silent = new PipelineLog(line -> {}, () -> Instant.EPOCH);
    private final TaskListener taskListener = silent.tasks();
    private final SourceListener sourceListener = silent.sources();

    private record View(
            Optional<Bridge> bridge,
            Optional<PipelineException> fault,
            boolean isReadyDuringFirstSync)
            implements PipelineView {

        static View of(@Nullable Bridge bridge, @Nullable PipelineException fault) {
            return new View(Optional.ofNullable(bridge), Optional.ofNullable(fault), false);
        }
    }

    private static HealthCheckResponse readiness(View view) {
        return new PipelineReadiness(view).call();
    }

    private static Map<String, Object> data(HealthCheckResponse response) {
        return response.getData().orElseThrow();
    }

    private static String shown(View view, String name) {
        return String.valueOf(data(readiness(view)).get(name));
    }

    private View broken(@Nullable PipelineException fault) {
        SyncTask products = TestBridge.task("products", taskListener);
        SourceRun shop = TestBridge.source(fault, sourceListener, products);
        if (fault != null) {
            TestBridge.started(shop);
        }
        return View.of(TestBridge.of(shop), null);
    }

    @Test
    void before_the_pipeline_is_built_nothing_but_liveness_is_up() {
        View view = View.of(null, null);

        assertThat(new PipelineLiveness(view).call().getStatus()).isEqualTo(Status.UP);
        assertThat(new PipelineStartup(view).call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(readiness(view).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void a_fault_of_the_configuration_is_started_and_alive_and_not_ready_with_its_reason() {
        View view =
                View.of(
                        null,
                        new ConfigException(
                                ErrorCode.CONFIG_INVALID, "Unknown key 'sorce'.", "Mend it."));

        assertThat(new PipelineLiveness(view).call().getStatus()).isEqualTo(Status.UP);
        assertThat(new PipelineStartup(view).call().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness(view).getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(readiness(view)))
                .containsEntry("reason", "CONFIG_INVALID: Unknown key 'sorce'. Mend it.");
    }

    @Test
    void a_source_that_connects_is_not_ready() {
        View view = broken(null);

        assertThat(readiness(view).getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(readiness(view))).containsEntry("source.shop", "connecting");
    }

    @Test
    void a_source_that_is_stopped_or_retrying_is_not_ready_and_says_why() {
        for (PipelineException fault :
                new PipelineException[] {Faults.refused(), Faults.unreachable()}) {
            View view = broken(fault);

            assertThat(readiness(view).getStatus()).isEqualTo(Status.DOWN);
            assertThat(shown(view, "source.shop")).contains(fault.report());
            assertThat(new PipelineLiveness(view).call().getStatus()).isEqualTo(Status.UP);
            close(view);
        }
    }

    @Test
    void a_first_full_sync_is_shown_and_keeps_it_from_being_ready_also_before_a_swap() {
        for (boolean swap : new boolean[] {false, true}) {
            View view = broken(Faults.refused());
            SourceRun shop = view.bridge().orElseThrow().sources().getFirst();
            FullSyncPlan plan =
                    new FullSyncPlan(
                            FullSyncPlan.Start.FIRST, FullSyncPlan.OnChange.WARN, 1, 1, null, swap);
            FullSyncJob job =
                    shop.fullSyncs()
                            .order(shop.tasks().getFirst(), FullSyncOrder.Reason.FIRST_START, plan);

            assertThat(shown(view, "full_sync.products")).isEqualTo("waiting, 0 % of the table");
            assertThat(job.isFirst()).isTrue();
            FullSyncJob again =
                    shop.fullSyncs()
                            .order(shop.tasks().getFirst(), FullSyncOrder.Reason.ORDERED, plan);
            assertThat(job.isOpen()).isFalse();
            assertThat(again.isFirst()).isTrue();
            shop.fullSyncs().cancel(again);
            assertThat(shown(view, "full_sync.products")).isEqualTo("canceled, 0 % of the table");
            close(view);
        }
    }

    @Test
    void a_full_sync_that_was_ordered_is_no_first_one() {
        View view = broken(Faults.refused());
        SourceRun shop = view.bridge().orElseThrow().sources().getFirst();
        SyncTask products = shop.tasks().getFirst();
        FullSyncJob job =
                shop.fullSyncs()
                        .order(
                                products,
                                FullSyncOrder.Reason.ORDERED,
                                products.definition().fullSync());

        assertThat(job.isFirst()).isFalse();
        close(view);
    }

    private static void close(View view) {
        view.bridge().orElseThrow().sources().forEach(SourceRun::close);
    }

    @Test
    void standing_by_is_ready_and_shown() {
        View view = broken(Faults.slotInUse());

        assertThat(readiness(view).getStatus()).isEqualTo(Status.UP);
        assertThat(shown(view, "source.shop")).startsWith("standing_by");
        close(view);
    }

    @Test
    void a_paused_task_is_ready_and_a_stopped_one_is_not() {
        View view = broken(Faults.slotInUse());
        SyncTask products = view.bridge().orElseThrow().tasks().getFirst();

        products.pause();
        assertThat(readiness(view).getStatus()).isEqualTo(Status.UP);
        assertThat(data(readiness(view))).containsEntry("task.products", "paused");

        products.resume();
        TaskTransitions.streaming(products);
        products.retrying(Faults.busy(), Duration.ZERO);
        assertThat(readiness(view).getStatus()).isEqualTo(Status.UP);

        products.stop(Faults.taskFailed());
        assertThat(readiness(view).getStatus()).isEqualTo(Status.DOWN);
        assertThat(shown(view, "task.products"))
                .isEqualTo("stopped: " + Faults.taskFailed().report());
        close(view);
    }

    @Test
    void a_reader_that_has_ended_is_not_alive() {
        View view = broken(Faults.refused());
        close(view);

        assertThat(new PipelineLiveness(view).call().getStatus()).isEqualTo(Status.DOWN);
    }
}
