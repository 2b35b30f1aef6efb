package io.meilibridge.relief;

import io.meilibridge.fault.PipelineException;

/// Something that was put aside is not there any more.
final class ReliefLoss extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient PipelineException fault;

    ReliefLoss(PipelineException fault) {
        super(fault);
        this.fault = fault;
    }

    PipelineException fault() {
        return fault;
    }
}
