package io.meilibridge.api;

import io.meilibridge.camel.PipelineView;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
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

    SyncTask task(String id) {
        return bridge().task(id).orElseThrow(() -> ApiException.unknownTask(id));
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
