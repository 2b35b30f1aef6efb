package io.meilibridge.fault;

import org.jspecify.annotations.Nullable;

/// The checkpoint store is at fault.
public final class CheckpointException extends PipelineException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(
            ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }

    public CheckpointException(ErrorCode code, String message, String hint) {
        this(code, message, hint, null);
    }
}
