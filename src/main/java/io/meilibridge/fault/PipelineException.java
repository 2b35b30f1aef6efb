package io.meilibridge.fault;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A fault of the pipeline, with everything the person who mends it needs: a stable code, a message
/// that names object and position, and a hint that says what to do, with the SQL where SQL mends
/// it. Neither holds row values or secrets. The cause is attached and never glued into the message.
public abstract sealed class PipelineException extends RuntimeException
        permits ConfigException,
                SourceException,
                DecodeException,
                MappingException,
                DeliveryException,
                CheckpointException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String hint;

    protected PipelineException(
            ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code is null");
        this.hint = Objects.requireNonNull(hint, "hint is null");
    }

    public ErrorCode code() {
        return code;
    }

    public Remedy remedy() {
        return code.remedy();
    }

    /// What to do about it; empty when there is nothing to do but wait.
    public String hint() {
        return hint;
    }

    /// Message and hint as one text, for a log line or a terminal.
    public String report() {
        return code + ": " + getMessage() + (hint.isEmpty() ? "" : " " + hint);
    }
}
