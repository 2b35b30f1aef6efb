package io.meilibridge.fault;

import org.jspecify.annotations.Nullable;

/// A change cannot be made into a document.
public final class MappingException extends PipelineException {

    private static final long serialVersionUID = 1L;

    public MappingException(
            ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }

    public MappingException(ErrorCode code, String message, String hint) {
        this(code, message, hint, null);
    }
}
