package io.meilibridge.fault;

import org.jspecify.annotations.Nullable;

/// PostgreSQL, its slot, publication or tables are at fault.
public final class SourceException extends PipelineException {

    private static final long serialVersionUID = 1L;

    public SourceException(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }

    public SourceException(ErrorCode code, String message, String hint) {
        this(code, message, hint, null);
    }
}
