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
    private volatile @Nullable RuntimeException defect;

    void be(@Nullable Bridge running, @Nullable PipelineException atFault) {
        defect = null;
        bridge = running;
        fault = atFault;
    }

    /// Until it is something else.
    void fail(RuntimeException always) {
        defect = always;
    }

    @Override
    public Optional<Bridge> bridge() {
        RuntimeException thrown = defect;
        if (thrown != null) {
            throw thrown;
        }
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
