package io.meilibridge.api;

import io.meilibridge.camel.PipelineView;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.snapshot.FullSyncOrder;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.FullSyncJob;
import io.meilibridge.task.FullSyncPlan;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What runs, or the problem that a request for it ends in.
@ApplicationScoped
class RunningBridge {

    private static final int PARALLELISM_MAX = 64;

    private final PipelineView pipeline;

    @Inject
    RunningBridge(PipelineView pipeline) {
        this.pipeline = pipeline;
    }

    /// @throws PipelineException that keeps the pipeline from running
    /// @throws ApiException while it is being built
    Bridge bridge() {
        Optional<Bridge> bridge = pipeline.bridge();
        if (bridge.isPresent()) {
            return bridge.get();
        }
        Optional<PipelineException> fault = pipeline.fault();
        if (fault.isPresent()) {
            throw fault.get();
        }
        throw ApiException.starting();
    }

    /// Whether a fault keeps the pipeline from running.
    boolean isNothing() {
        return pipeline.bridge().isEmpty() && pipeline.fault().isPresent();
    }

    SyncTask task(String id) {
        return bridge().task(id).orElseThrow(() -> ApiException.unknownTask(id));
    }

    /// @param request null for what the task is configured with
    FullSyncJob orderFullSync(SyncTask task, @Nullable FullSyncRequest request) {
        FullSyncPlan plan = task.definition().fullSync();
        FullSyncPlan asked = request == null ? plan : asked(plan, request);
        return source(task.definition().source())
                .fullSyncs()
                .order(task, FullSyncOrder.Reason.ORDERED, asked);
    }

    /// Orders a full sync, and lets a source that a lost position has stopped begin anew when that
    /// was ordered for all of its tasks.
    ///
    /// @param request null for what the task is configured with
    FullSyncJob startOver(SyncTask task, @Nullable FullSyncRequest request) {
        FullSyncJob job = orderFullSync(task, request);
        source(task.definition().source()).beginAnewIfOrdered();
        return job;
    }

    private static FullSyncPlan asked(FullSyncPlan plan, FullSyncRequest request) {
        Integer rows = request.pageSize();
        Integer readers = request.parallelism();
        if (rows != null && rows < 1) {
            throw ApiException.unusable("'page_size'", "expected at least 1, got " + rows);
        }
        if (readers != null && (readers < 1 || readers > PARALLELISM_MAX)) {
            throw ApiException.unusable(
                    "'parallelism'", "expected 1 to " + PARALLELISM_MAX + ", got " + readers);
        }
        return new FullSyncPlan(
                plan.start(),
                plan.onChange(),
                rows == null ? plan.rowsMin() : rows,
                readers == null ? plan.parallelism() : readers,
                request.where() == null ? plan.where() : request.where(),
                isSwap(plan, request));
    }

    private static boolean isSwap(FullSyncPlan plan, FullSyncRequest request) {
        String mode = request.mode();
        boolean isSwap =
                switch (mode) {
                    case null -> plan.swap();
                    case "swap" -> true;
                    case "in_place" -> false;
                    default ->
                            throw ApiException.unusable(
                                    "'mode'", "expected swap or in_place, got " + mode);
                };
        if (isSwap && request.where() != null) {
            throw ApiException.unusable(
                    "'where'",
                    "expected it to be left out with mode swap, which would lose the rows it leaves"
                            + " out");
        }
        return isSwap;
    }

    /// @param name null for the only one
    SourceRun source(@Nullable String name) {
        List<SourceRun> sources = bridge().sources();
        if (name != null) {
            return bridge().source(name).orElseThrow(() -> ApiException.unknownSource(name));
        }
        if (sources.size() != 1) {
            throw ApiException.ambiguousSource();
        }
        return sources.getFirst();
    }
}
