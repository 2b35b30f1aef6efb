package io.meilibridge.fault;

import org.jspecify.annotations.Nullable;

/// The configuration or a route is at fault. The message holds every fault found, one a line.
public final class ConfigException extends PipelineException {

    private static final long serialVersionUID = 1L;

    public ConfigException(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
    }

    public ConfigException(ErrorCode code, String message, String hint) {
        this(code, message, hint, null);
    }
}
