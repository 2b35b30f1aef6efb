package io.meilibridge.camel;

import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pipeline of this process: built from the configuration when the application starts, drained
/// when it stops. Where configuration or routes are at fault it does not run, and says why, while
/// the API stays up.
@ApplicationScoped
public class Pipeline implements PipelineView {

    private volatile @Nullable Bridge bridge;
    private volatile @Nullable PipelineException fault;

    @Override
    public Optional<Bridge> bridge() {
        return Optional.ofNullable(bridge);
    }

    @Override
    public Optional<PipelineException> fault() {
        return Optional.ofNullable(fault);
    }
}
