package io.meilibridge.camel;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import java.util.Optional;

/// What the API and the health checks see of the pipeline.
public interface PipelineView {

    /// What runs; empty until it was started, and when it could not be.
    Optional<Bridge> bridge();

    /// Why nothing runs; empty when it does, and until it was tried.
    Optional<PipelineException> fault();
}
