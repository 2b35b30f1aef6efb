package io.meilibridge.fault;

/// Bytes from the stream are not what the protocol allows. The message names what was being
/// decoded, where, what was expected and what was found.
public final class DecodeException extends PipelineException {

    private static final long serialVersionUID = 1L;

    public DecodeException(String message) {
        super(
                ErrorCode.UNDECODABLE_MESSAGE,
                message,
                "Nothing was skipped. Please report it with the frame that the log shows at DEBUG.",
                null);
    }
}
