package io.meilibridge.camel;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import java.util.Optional;

/// What the API and the health checks see of the pipeline.
public interface PipelineView {

    /// What runs; empty until it was started, and when it could not be.
    Optional<Bridge> bridge();

    /// Whether it counts as ready while the rows that were there before are still on their way.
    boolean isReadyDuringFirstSync();

    /// Why nothing runs; empty when it does, and until it was tried.
    Optional<PipelineException> fault();
}
