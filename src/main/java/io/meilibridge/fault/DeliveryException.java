package io.meilibridge.fault;

import org.jspecify.annotations.Nullable;

/// Meilisearch did not take or did not index what was sent.
public final class DeliveryException extends PipelineException {

    private static final long serialVersionUID = 1L;

    public DeliveryException(
            ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }

    public DeliveryException(ErrorCode code, String message, String hint) {
        this(code, message, hint, null);
    }
}
