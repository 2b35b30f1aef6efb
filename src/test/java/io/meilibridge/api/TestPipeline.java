package io.meilibridge.api;

import io.meilibridge.camel.PipelineView;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A pipeline that is what a test says. Takes the place of the real one under [ApiTestProfile].
@Alternative
@Singleton
public class TestPipeline implements PipelineView {

    private volatile @Nullable Bridge bridge;
    private volatile @Nullable PipelineException fault;

    void be(@Nullable Bridge running, @Nullable PipelineException atFault) {
        bridge = running;
        fault = atFault;
    }

    @Override
    public Optional<Bridge> bridge() {
        return Optional.ofNullable(bridge);
    }

    @Override
    public boolean isReadyDuringFirstSync() {
        return false;
    }

    @Override
    public Optional<PipelineException> fault() {
        return Optional.ofNullable(fault);
    }
}
